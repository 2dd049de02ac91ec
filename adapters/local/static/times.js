/** Times as people say them, in a person's own zone. */
export function dayName(instant, zone) {
  return say(instant, zone, { weekday: "long", day: "numeric", month: "long" });
}

export function clockTime(instant, zone) {
  return say(instant, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function shortMoment(instant, zone) {
  const day = say(instant, zone, { weekday: "short", day: "numeric", month: "short" });
  return `${day.replace(",", "")}, ${clockTime(instant, zone)}`;
}

function say(instant, zone, how) {
  return new Intl.DateTimeFormat("en-GB", { ...how, timeZone: zone }).format(new Date(instant));
}
