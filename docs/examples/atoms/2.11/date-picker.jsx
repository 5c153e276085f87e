// The month of the Booker, with what it shows: the month and day of the
// Booker's own store, and the days that have slots.
import { useBookerStoreContext } from "atoms-original:booker/booker-store-provider.js";
import { useNonEmptyScheduleDays } from "atoms-original:booker/hooks/use-non-empty-schedule-days.js";
import { DatePicker as Original } from "atoms-original:calendar-view/components/date-picker.js";
import dayjs from "dayjs";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export function DatePicker({ classNames, event, slots, isLoading, scrollToTimeSlots, showNoAvailabilityDialog, onDateChange }) {
  const month = useBookerStoreContext((state) => state.month);
  const selectedDate = useBookerStoreContext((state) => state.selectedDate);
  const setMonth = useBookerStoreContext((state) => state.setMonth);
  const setSelectedDate = useBookerStoreContext((state) => state.setSelectedDate);
  const days = useNonEmptyScheduleDays(slots);
  const weekStart = DAYS.indexOf(event?.data?.subsetOfUsers?.[0]?.weekStart ?? event?.data?.profile?.weekStart);

  return (
    <Original
      customClassNames={classNames}
      weekStart={Math.max(0, weekStart)}
      isLoading={isLoading}
      slots={slots}
      includedDates={days}
      browsingDate={month ? dayjs(month) : undefined}
      selected={selectedDate ? dayjs(selectedDate) : null}
      scrollToTimeSlots={scrollToTimeSlots}
      showNoAvailabilityDialog={showNoAvailabilityDialog}
      onMonthChange={(date) => setMonth(date.format("YYYY-MM"))}
      onChange={(date, isAutomatic) => {
        const next = date ? date.format("YYYY-MM-DD") : null;
        // The original says so after every drawing.
        if (next === selectedDate || next === null) return;
        setSelectedDate({ date: next, omitUpdatingParams: isAutomatic });
        onDateChange?.();
      }}
    />
  );
}
