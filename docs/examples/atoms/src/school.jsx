// A school whose teachers set their hours, and whose pupils book lessons, in
// the components of @calcom/atoms. Which page is shown, the address says:
//
//   /                     sign up or in, then the pages below
//   /?page=hours          a teacher's hours
//   /?page=lessons        what is booked with a teacher
//   /?page=lesson         what the teacher offers: title, length, limits
//   /?page=book&teacher=USERNAME&lesson=SLUG            no sign-in needed
//        ...&rescheduleUid=UID  moves a booking
//        ...&embed=true         with BookerEmbed, which needs no provider
import * as atoms from "@calcom/atoms";
import { useCallback, useEffect, useState } from "react";

const {
  AvailabilitySettings, Booker, BookerEmbed, CalProvider, EventTypeSettings, useBookings, useCancelBooking,
} = atoms;
// Of the versions here, 2.6.11 alone has an EventTypeSettings that can save.
const hasLessonSettings = ATOMS_VERSION === "2.6.11";

const query = new URLSearchParams(location.search);

// The school's own backend; a cookie says who is signed in there.
function useBackend(url) {
  return useCallback(async (method, path, body) => {
    const answer = await fetch(url + path, {
      method, credentials: "include",
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    return data;
  }, [url]);
}

function Sign({ ask, onSigned }) {
  const [isNew, setIsNew] = useState(true);
  const [problem, setProblem] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    given.timeZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
      onSigned(await ask("POST", isNew ? "/signup" : "/signin", given));
    } catch (error) {
      setProblem(error.message);
    }
  };
  return (
    <form className="sign" onSubmit={submit}>
      <h2>{isNew ? "Join the school" : "Sign in"}</h2>
      {isNew && <label>Name <input name="name" required /></label>}
      <label>E-mail <input name="email" type="email" required /></label>
      <label>Password <input name="password" type="password" minLength={8} required /></label>
      {isNew && (
        <label>I am a <select name="role"><option value="teacher">teacher</option><option value="pupil">pupil</option></select></label>
      )}
      <button className="plain-button">{isNew ? "Sign up" : "Sign in"}</button>
      <p className="problem" role="alert">{problem}</p>
      <button type="button" className="plain-button" onClick={() => setIsNew(!isNew)}>
        {isNew ? "I have an account" : "I am new here"}
      </button>
    </form>
  );
}

function Teachers({ ask }) {
  const [teachers, setTeachers] = useState([]);
  useEffect(() => { ask("GET", "/teachers").then(setTeachers, () => setTeachers([])); }, [ask]);
  return (
    <section>
      <h2>Our teachers</h2>
      <ul>
        {teachers.map((one) => (
          <li key={one.username}>
            <a href={`/?${new URLSearchParams({ page: "book", teacher: one.username, lesson: one.lesson })}`}>{one.name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hours({ tell }) {
  return (
    <AvailabilitySettings
      enableOverrides
      onUpdateSuccess={() => tell("hours saved")}
      onUpdateError={(error) => tell("hours not saved", error?.message)}
    />
  );
}

function Lesson({ user, tell }) {
  return (
    <EventTypeSettings
      id={user.lessonId}
      allowDelete={false}
      tabs={["setup", "limits", "advanced"]}
      onSuccess={() => tell("lesson saved")}
      onError={(_, error) => tell("lesson not saved", error?.message)}
    />
  );
}

// What is booked, with the package's own hooks (2.x; the first version names
// them otherwise).
function Lessons({ tell }) {
  const { data, isLoading, refetch } = useBookings({ take: 50, skip: 0, status: ["upcoming"] });
  const { mutate: cancel } = useCancelBooking({
    onSuccess: () => { tell("cancelled"); refetch(); },
    onError: (error) => tell("not cancelled", error?.message),
  });
  if (isLoading) return <p>One moment…</p>;
  const bookings = Array.isArray(data) ? data : data?.data ?? [];
  return (
    <section>
      <h2>Lessons to come</h2>
      <ul>
        {bookings.map((one) => (
          <li key={one.uid}>
            {one.title}, {new Date(one.start).toLocaleString()}{" "}
            <button className="plain-button" onClick={() => cancel({ id: one.id, uid: one.uid, cancellationReason: "The teacher is ill" })}>
              Cancel
            </button>
          </li>
        ))}
      </ul>
      {bookings.length === 0 && <p>Nothing is booked.</p>}
    </section>
  );
}

function Book({ tell, Component = Booker, more = {} }) {
  const [booked, setBooked] = useState(null);
  const text = (name) => query.get(name) ?? undefined;
  const props = {
    eventSlug: text("lesson"),
    rescheduleUid: text("rescheduleUid"),
    bookingUid: text("rescheduleUid"),
    duration: text("duration"),
    preventEventTypeRedirect: query.get("stay") === "true",
    onCreateBookingSuccess: (answer) => { tell("booked", answer.data.uid); setBooked(answer.data); },
    onCreateBookingError: (error) => tell("not booked", error?.message),
    onCreateRecurringBookingSuccess: (answer) => tell("booked all", answer.data.length),
    onReserveSlotSuccess: (answer) => tell("reserved", answer.data),
    onDeleteSlotSuccess: () => tell("released"),
    ...(text("teamId")
      ? { isTeamEvent: true, teamId: Number(text("teamId")) }
      : { username: text("teacher") }),
    ...more,
  };
  if (booked) {
    const again = new URLSearchParams(location.search);
    again.set("rescheduleUid", booked.uid);
    return (
      <section>
        <h2>{booked.status === "PENDING" ? "Your request was sent" : "It is booked"}</h2>
        <p>{booked.title}, {new Date(booked.startTime).toLocaleString()}</p>
        <p><a href={`/?${again}`}>Move it</a></p>
      </section>
    );
  }
  return <Component {...props} />;
}

// A page for pupils only: BookerEmbed brings a provider of its own, and asks with
// neither client nor token. It sends its first request before it knows its
// apiUrl, to the page's own host; only when it learns its organisation, it asks
// again, at the right place. So the organisation must be given.
function Embed({ config, tell }) {
  const [organizationId, setOrganizationId] = useState(null);
  useEffect(() => {
    fetch(`${config.apiUrl}/v2/provider/${config.clientId}`).then((answer) => answer.json())
      .then(({ data }) => setOrganizationId(data.organizationId), () => tell("the service does not answer"));
  }, [config, tell]);
  if (organizationId === null) return <p>One moment…</p>;
  return <Book tell={tell} Component={BookerEmbed} more={{ apiUrl: `${config.apiUrl}/v2`, organizationId }} />;
}

export function School({ config }) {
  const ask = useBackend(config.backendUrl);
  const [user, setUser] = useState(undefined);
  const [told, setTold] = useState([]);
  const tell = useCallback((...what) => setTold((before) => [...before, what.filter(Boolean).join(" ")]), []);
  useEffect(() => { ask("GET", "/token").then(setUser, () => setUser(null)); }, [ask]);
  const page = query.get("page") ?? "home";
  if (page === "book" && query.get("embed") === "true") {
    return (
      <div className="school">
        <main><Embed config={config} tell={tell} /></main>
        <pre className="told" aria-live="polite">{told.join("\n")}</pre>
      </div>
    );
  }
  if (user === undefined) return <p>One moment…</p>;

  return (
    <CalProvider
      clientId={config.clientId}
      accessToken={user?.accessToken}
      autoUpdateTimezone={false}
      options={{ apiUrl: `${config.apiUrl}/v2`, refreshUrl: `${config.backendUrl}/refresh` }}
      onTokenRefreshSuccess={() => tell("token refreshed")}
      onTokenRefreshError={(error) => tell("token not refreshed", String(error?.message ?? error))}
    >
      <div className="school">
        <header>
          <h1>Lingua</h1>
          <nav>
            <a href="/">Home</a>
            {user?.role === "teacher" && <a href="/?page=hours">My hours</a>}
            {user?.role === "teacher" && useBookings && <a href="/?page=lessons">My lessons</a>}
            {user?.role === "teacher" && hasLessonSettings && <a href="/?page=lesson">My lesson</a>}
            {user && <span>{user.name}</span>}
          </nav>
        </header>
        <main>
          {page === "home" && !user && <Sign ask={ask} onSigned={setUser} />}
          {page === "home" && <Teachers ask={ask} />}
          {page === "hours" && <Hours tell={tell} />}
          {page === "lessons" && useBookings && <Lessons tell={tell} />}
          {page === "lesson" && user?.lessonId && hasLessonSettings && <Lesson user={user} tell={tell} />}
          {page === "book" && <Book tell={tell} />}
        </main>
        <Status />
        <pre className="told" aria-live="polite" data-atoms={ATOMS_VERSION}>{told.join("\n")}</pre>
      </div>
    </CalProvider>
  );
}

// What the provider knows.
function Status() {
  const { isInit, isAuth, isValidClient, error } = atoms.useAtomsContext();
  const state = error ? `error: ${error}` : isAuth ? "connected" : isValidClient ?? isInit ? "client known" : "…";
  return <p className="status" data-state={state}>bookabled: {state}</p>;
}
