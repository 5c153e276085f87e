// Cases B and C (37 to 40) of scheduling-cases: reservations.
#include <boost/json/serialize.hpp>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"
#include "tests/support/literals.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;
using namespace std::chrono_literals;

class ReservationsTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    version_ = "2024-09-04";
    hour_ = MakeType(alice_, "hour", 60);
  }
  Answer Reserve(std::int64_t type, const std::string& start,
                 const std::string& more = "", const Teacher* who = nullptr) {
    return Post("/v2/slots/reservations", Body(type, start, more), who);
  }
  static std::string Body(std::int64_t type, const std::string& start,
                          const std::string& more = "") {
    return R"({"eventTypeId": )" + std::to_string(type) +
           R"(, "slotStart": "2050-09-05T)" + start + R"(:00Z")" + more + "}";
  }
  std::string Slots(const std::string& more = "", std::int64_t type = 0) {
    const Answer answer =
        Get("/v2/slots?eventTypeId=" + std::to_string(type ? type : hour_) +
            "&start=2050-09-05&end=2050-09-05" + more);
    return json::serialize(answer.data());
  }
  bool IsShown(const std::string& start, const std::string& more = "") {
    return Slots(more).find("T" + start) != std::string::npos;
  }

  std::int64_t hour_ = 0;
};

TEST_P(ReservationsTest, Case19To25TheLifeOfAReservation) {
  const std::string before = Slots();
  const Answer made = Reserve(hour_, "10:00");
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("slotStart"), "2050-09-05T10:00:00.000Z");
  EXPECT_EQ(made.Text("slotEnd"), "2050-09-05T11:00:00.000Z");
  EXPECT_EQ(made.Text("slotDuration"), "60");
  EXPECT_EQ(made.Text("reservationDuration"), "5");
  EXPECT_EQ(made.Text("reservationUntil").substr(0, 16), "2049-09-05T12:05");
  EXPECT_FALSE(IsShown("10:00"));
  EXPECT_TRUE(IsShown("09:00"));
  EXPECT_TRUE(IsShown("11:00"));
  const std::string uid = made.Text("reservationUid");
  EXPECT_TRUE(IsShown("10:00", "&reservationUid=" + uid));

  const std::string path = "/v2/slots/reservations/" + uid;
  const Answer got = Get(path);  // 20
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.Text("slotStart"), made.Text("slotStart"));
  EXPECT_EQ(got.Text("reservationDuration"), "null");

  EXPECT_EQ(Reserve(hour_, "09:45").status, 422);  // 22
  EXPECT_EQ(Reserve(hour_, "10:10").status, 422);  // 23

  // Its own time is not in its way.
  EXPECT_EQ(Patch(path, Body(hour_, "10:00")).status, 200);
  const Answer moved = Patch(path, Body(hour_, "13:00"));  // 24
  ASSERT_EQ(moved.status, 200) << moved.message();
  EXPECT_EQ(moved.Text("reservationUid"), uid);
  EXPECT_FALSE(IsShown("13:00"));
  EXPECT_TRUE(IsShown("10:00"));

  EXPECT_EQ(Delete(path).status, 200);  // 25
  EXPECT_EQ(Delete(path).status, 200);
  EXPECT_EQ(Slots(), before);
  EXPECT_EQ(Get(path).status, 404);
  EXPECT_EQ(Patch(path, Body(hour_, "13:00")).status, 404);
}

TEST_P(ReservationsTest, Case26To29WhoMaySayHowLong) {
  const std::string ten = R"(, "reservationDuration": 10)";
  EXPECT_EQ(Reserve(hour_, "10:00", ten).status, 401);       // 26
  const Answer own = Reserve(hour_, "10:00", ten, &alice_);  // 28
  ASSERT_EQ(own.status, 201) << own.message();
  EXPECT_EQ(own.Text("reservationUntil").substr(0, 16), "2049-09-05T12:10");
  EXPECT_FALSE(IsShown("10:00"));
  const std::string path =
      "/v2/slots/reservations/" + own.Text("reservationUid");
  EXPECT_EQ(Get(path).status, 200);
  database_->Advance(10min + 2s);
  EXPECT_TRUE(IsShown("10:00"));
  EXPECT_EQ(Get(path).status, 404);
  EXPECT_EQ(Patch(path, Body(hour_, "13:00")).status, 404);

  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Reserve(hour_, "10:00", ten, &bob).status, 403);
  MakeTeam("italiano", std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  EXPECT_EQ(Reserve(hour_, "10:00", ten, &bob).status, 201);  // 29
  EXPECT_EQ(
      Reserve(hour_, "12:00", R"(, "reservationDuration": -1)", &alice_).status,
      400);
}

TEST_P(ReservationsTest, Case29AnOrganisationIsNoTeam) {
  const std::int64_t school = MakeOrganization("school");
  const Teacher carla = MakePerson("carla", school);
  const Teacher dora = MakePerson("dora", school);
  const std::int64_t type = MakeType(carla, "hour", 60);
  EXPECT_EQ(
      Reserve(type, "10:00", R"(, "reservationDuration": 10)", &dora).status,
      403);
}

TEST_P(ReservationsTest, Case30To32Lengths) {
  const std::int64_t variable =
      MakeType(alice_, "variable", 15,
               R"(, "lengthInMinutesOptions": [15, 30, 45, 60, 180])");
  const Answer wrong = Reserve(variable, "10:00", R"(, "slotDuration": 1000)");
  EXPECT_EQ(wrong.status, 400);  // 30
  EXPECT_NE(wrong.message().find("15, 30, 45, 60, 180"), std::string::npos);
  EXPECT_EQ(Reserve(hour_, "10:00", R"(, "slotDuration": 60)").status, 400);
  EXPECT_EQ(Reserve(variable, "10:00", R"(, "slotDuration": 60)").status,
            201);  // 31
  EXPECT_EQ(Slots("&duration=60", variable).find("T10:00"), std::string::npos);
  EXPECT_EQ(Reserve(variable, "09:45", R"(, "slotDuration": 180)").status,
            422);  // 32
}

TEST_P(ReservationsTest, Case32WhatTheEngineRefuses) {
  EXPECT_EQ(Reserve(hour_, "20:00").status, 422);
  EXPECT_EQ(Reserve(hour_, "10:10").status, 201);  // off the grid
  EXPECT_EQ(Reserve(999'999, "10:00").status, 404);
  const std::int64_t window =
      MakeType(alice_, "window", 60,
               R"(, "bookingWindow": {"type": "calendarDays", "value": 7})");
  EXPECT_EQ(Reserve(window, "12:00").status, 422);
  EXPECT_EQ(Post("/v2/slots/reservations",
                 R"({"eventTypeId": 1, "slotStart": "soon"})")
                .status,
            hour_ == 1 ? 400 : 404);
  EXPECT_EQ(Reserve(hour_, "12:00", R"(, "exclusive": true)").status, 401);
  EXPECT_EQ(Reserve(hour_, "12:00", R"(, "exclusive": true)", &alice_).status,
            201);
  EXPECT_FALSE(IsShown("12:00"));
}

TEST_P(ReservationsTest, Case37To40TeamsAndWhoMaySayHowLong) {
  const Teacher bob = MakePerson("bob");
  const Teacher carla = MakePerson("carla");
  const std::int64_t team =
      MakeTeam("italiano", std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const std::int64_t type = MakeTeamType(team, alice_, "both", "collective",
                                         HostsText({alice_, bob}));
  const std::string ten = R"(, "reservationDuration": 10)";
  EXPECT_EQ(Reserve(type, "10:00", ten).status, 401);          // 37
  EXPECT_EQ(Reserve(type, "10:00", ten, &carla).status, 403);  // 38
  EXPECT_EQ(Reserve(type, "10:00", ten, &bob).status, 201);    // 40
  EXPECT_EQ(Slots("", type).find("T10:00"), std::string::npos);
  database_->Advance(10min + 2s);
  EXPECT_NE(Slots("", type).find("T10:00"), std::string::npos);
  const std::int64_t empty =
      MakeTeamType(team, alice_, "empty", "collective", "[]");
  EXPECT_EQ(Reserve(empty, "10:00").status, 400);
}

TEST_P(ReservationsTest, ARoundRobinIsHeldHostByHost) {
  const Teacher bob = MakePerson("bob");
  const std::int64_t team =
      MakeTeam("italiano", std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const std::int64_t type =
      MakeTeamType(team, alice_, "rr", "roundRobin", HostsText({alice_, bob}));
  EXPECT_EQ(Reserve(type, "10:00").status, 201);
  EXPECT_NE(Slots("", type).find("T10:00"), std::string::npos);
  EXPECT_EQ(Reserve(type, "10:00").status, 201);
  EXPECT_EQ(Slots("", type).find("T10:00"), std::string::npos);
  EXPECT_EQ(Reserve(type, "10:00").status, 422);
}

BOOKABLE_ON_BOTH_STORES(ReservationsTest);

}  // namespace
}  // namespace bookable::http
