// bookable/codec/internal/schedule_reader.h: the JSON form of schedules.
#ifndef BOOKABLE_CODEC_INTERNAL_SCHEDULE_READER_H_
#define BOOKABLE_CODEC_INTERNAL_SCHEDULE_READER_H_

#include "absl/status/status.h"
#include "bookable/codec/internal/json_reader.h"
#include "bookable/schedule/schedule.h"

namespace bookable::internal {

// The schedule here.
absl::Status ReadSchedule(JsonReader& json, Schedule& schedule);

}  // namespace bookable::internal

#endif  // BOOKABLE_CODEC_INTERNAL_SCHEDULE_READER_H_
