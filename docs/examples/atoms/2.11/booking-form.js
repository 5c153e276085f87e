// The Booker's form, begun with answers that are empty rather than absent; of a
// booking that moves, with those it has: they are shown and cannot be changed.
import { useBookerStoreContext } from "atoms-original:booker/booker-store-provider.js";
import { useBookingForm as original } from "atoms-original:booker/hooks/use-booking-form.js";

export const useBookingForm = (options = {}) => {
  const moved = useBookerStoreContext((state) => (state.rescheduleUid ? state.bookingData : null));
  return original({
    ...options,
    // The form begins anew when the booking has been read.
    key: moved?.uid ?? options.key,
    initialValues: {
      responses: {
        name: options.sessionUsername ?? "", email: options.sessionEmail ?? "", guests: [], ...moved?.responses,
      },
      globalError: undefined,
    },
  });
};
