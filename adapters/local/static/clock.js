import { get, post } from "./api.js";
import { once } from "./card.js";
import { byId, el } from "./dom.js";
import { shortMoment } from "./times.js";

const TICK_MS = 1000;
let ahead = 0;
let zone = "UTC";
let next = null;
let shown = 0;

/** Starts the clock: it flows on the page as on the server. `failed` hears of a move that was refused. */
export function startClock(failed) {
  setInterval(showNow, TICK_MS);
  byId("next").addEventListener("click", () => once(byId("next"), () => moveOn().catch(failed)));
}

/** What the server told while this was on its way is newer. */
export async function readClock() {
  const before = shown;
  const clock = await get("clock");
  if (shown === before) showClock(clock);
}

export function setZone(wanted) {
  zone = wanted;
  showNow();
  showNext();
}

export function showClock(clock) {
  shown += 1;
  ahead = Date.parse(clock.now) - Date.now();
  next = clock.next;
  showNow();
  showNext();
}

async function moveOn() {
  showClock(await post("clock", { to: "next" }));
}

function showNow() {
  const now = new Date(Date.now() + ahead);
  byId("now").dateTime = now.toISOString();
  byId("now").textContent = shortMoment(now, zone);
}

function showNext() {
  const button = byId("next");
  button.disabled = next === null;
  if (!next) return button.replaceChildren("Nothing is due");
  button.replaceChildren(
    el("span", { class: "next-word" }, "Next"),
    " ",
    el("span", { class: "next-what" }, next.what),
  );
  button.title = shortMoment(next.at, zone);
}
