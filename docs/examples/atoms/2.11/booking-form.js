// The Booker's form, begun with answers that are empty rather than absent.
import { useBookingForm as original } from "atoms-original:booker/hooks/use-booking-form.js";

export const useBookingForm = (options = {}) => original({
  ...options,
  initialValues: {
    responses: { name: options.sessionUsername ?? "", email: options.sessionEmail ?? "", guests: [] },
    globalError: undefined,
  },
});
