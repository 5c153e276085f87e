// bookable/codec/internal/event_reader.h: the JSON form of event types.
#ifndef BOOKABLE_CODEC_INTERNAL_EVENT_READER_H_
#define BOOKABLE_CODEC_INTERNAL_EVENT_READER_H_

#include "absl/status/status.h"
#include "bookable/codec/internal/json_reader.h"
#include "bookable/event/event_type.h"

namespace bookable::internal {

// The event type here. What depends on a chosen duration or on stages is not
// looked at: see ValidateEvent in query/validate.h.
absl::Status ReadEventType(JsonReader& json, EventType& event);

}  // namespace bookable::internal

#endif  // BOOKABLE_CODEC_INTERNAL_EVENT_READER_H_
