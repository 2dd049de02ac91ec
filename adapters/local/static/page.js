import { get, post, Refused } from "./api.js";
import { once } from "./card.js";
import { readClock, setZone, showClock, startClock } from "./clock.js";
import { startCompleting } from "./complete.js";
import { refreshDemo, startDemo } from "./demo.js";
import { closePrivate, showPrivately } from "./dialog.js";
import { byId, el } from "./dom.js";
import { loadLooks } from "./looks.js";
import { buttonOf, find, letterButton, showAll, showChange } from "./messages.js";
import { loadPeople, people, person } from "./people.js";
import { shortMoment } from "./times.js";

const TROUBLE_MS = 8000;
const here = { you: null, place: null, places: [], fresh: new Set(), stream: null, told: 0 };

async function start() {
  await Promise.all([loadPeople(), loadLooks()]);
  const asked = new URLSearchParams(location.search);
  byId("be").addEventListener("change", () => safely(() => become(byId("be").value)));
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    safely(send);
  });
  startCompleting(() => here.you?.id, hear);
  byId("text").addEventListener("keydown", sendOnEnter);
  startDemo(() => here.you?.id, STEPS);
  startClock(tellTrouble);
  await become(person(asked.get("as"))?.id ?? people()[0].id, asked.get("conversation"));
}

async function become(id, wanted = here.place?.id) {
  closePrivate();
  here.you = person(id);
  here.fresh.clear();
  here.places = [];
  byId("be").value = id;
  byId("you").replaceChildren("You are ", el("bdi", {}, here.you.name), `, ${here.you.title.toLowerCase()}`);
  setZone(here.you.zone);
  await listen();
  await readClock();
  here.places = (await get("conversations", { as: id })).conversations;
  await open(here.places.find((place) => place.id === wanted) ?? here.places[0]);
  refreshDemo();
}

/** What the demo's steps do: they lead to where one can do it oneself. */
const STEPS = {
  answer: () => safely(leadToQuestion),
  thank: () => safely(leadToThanks),
  manager: () => safely(() => become("priya", "@priya")),
  move: () => byId("next").focus(),
};

async function leadToQuestion() {
  await become(people()[0].id, document.body.dataset.firstChannel);
  const button = letterButton();
  button?.closest("article").scrollIntoView({ block: "end" });
  button?.focus({ preventScroll: true });
}

async function leadToThanks() {
  await become(people()[0].id, document.body.dataset.firstChannel);
  const text = byId("text");
  if (!text.value) text.value = "/kudos @Jonas for ";
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

async function open(place) {
  here.place = place;
  here.fresh.delete(place.id);
  byId("pointer").hidden = true;
  history.replaceState(null, "", `?${new URLSearchParams({ as: here.you.id, conversation: place.id })}`);
  byId("place-name").textContent = placeLabel(place);
  byId("text-label").textContent = `Message to ${placeLabel(place)}`;
  byId("text").placeholder = place.kind === "direct" ? "Write to Kindling" : `Write to ${placeLabel(place)}`;
  byId("text-hint").textContent =
    place.kind === "direct"
      ? "Kindling answers what you write here. Try help."
      : "Everybody here reads this. /kindling help and /kudos are answered to you alone.";
  showPlaces();
  await reload();
}

/** A change that is told while the messages are on their way may be missing from them: they are asked for again. */
async function reload() {
  const { you, place, places, told } = here;
  if (!places.includes(place)) return;
  const { messages } = await get("messages", { as: you.id, conversation: place.id });
  if (here.you !== you || here.place !== place) return;
  if (here.told !== told) return reload();
  showAll(messages, view());
}

function view() {
  const empty = here.place.kind === "direct" ? "Nothing yet. Write help, and Kindling answers." : "Nothing here yet.";
  return { zone: here.you.zone, you: here.you.id, press: pressIn, empty };
}

function showPlaces() {
  const items = here.places.map((place) => {
    const isHere = place.id === here.place?.id;
    const fresh = here.fresh.has(place.id) ? el("span", { class: "fresh" }, "new") : null;
    const button = el("button", { type: "button", "aria-current": isHere ? "page" : null }, placeLabel(place), " ", fresh);
    button.addEventListener("click", () => safely(() => open(place)));
    return el("li", {}, button);
  });
  byId("places").replaceChildren(...items);
}

function placeLabel(place) {
  return place.kind === "direct" ? `${place.name} (you)` : `#${place.name}`;
}

/** What a message's buttons call. A reply that has no message of its own is shown privately. */
function pressIn(messageId) {
  return (action, values, opener) =>
    safely(async () => {
      const answer = await post("actions", {
        as: here.you.id,
        message: messageId,
        conversation: here.place.id,
        action,
        values,
      });
      refreshDemo();
      if (answer.answer) return showChange("edited", answer.answer, view());
      const back = () => (opener.isConnected ? opener : (buttonOf(find(messageId ?? ""), action) ?? byId("text")));
      showPrivately(answer.reply, pressIn(null), back);
    });
}

async function send() {
  const text = byId("text").value.trim();
  if (!text) return;
  const answer = await post("messages", { as: here.you.id, conversation: here.place.id, text });
  byId("text").value = "";
  refreshDemo();
  for (const message of [answer.message, answer.answer]) {
    if (message) arrive({ change: "posted", message });
  }
  if (answer.reply && !answer.answer) showPrivately(answer.reply, pressIn(null), () => byId("text"));
}

function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  once(byId("composer"), () => safely(send));
}

/** Settles once the server tells this page of changes, so that nothing is missed by what is asked for after it. */
function listen() {
  here.stream?.close();
  const stream = new EventSource(`/api/local/stream?${new URLSearchParams({ as: here.you.id })}`);
  here.stream = stream;
  stream.addEventListener("again", () => safely(catchUp));
  stream.addEventListener("message", (event) => {
    here.told += 1;
    arrive(JSON.parse(event.data));
  });
  stream.addEventListener("clock", (event) => hearClock(JSON.parse(event.data)));
  return new Promise((settle) => {
    stream.addEventListener("error", settle, { once: true });
    stream.addEventListener("open", settle, { once: true });
  }).then(() => stream.addEventListener("open", () => safely(catchUp)));
}

/** After a gap in what was told. */
async function catchUp() {
  await readClock();
  await reload();
}

function hearClock(clock) {
  showClock(clock);
  hear(`It is now ${shortMoment(clock.now, here.you.zone)}. ${clock.what ?? ""}`);
  pointTo(clock.news ?? []);
  refreshDemo();
}

function arrive({ change, message }) {
  const isNew = change === "posted" && !find(message.id);
  if (message.conversation === here.place?.id) showChange(change === "posted" && !isNew ? "edited" : change, message, view());
  else if (isNew) noticeElsewhere(message);
  refreshDemo();
  if (isNew && message.from.id !== here.you.id) hear(`${message.from.name}: ${message.push}`);
}

/** What the clock brought to one person is in their own conversation: says so, and leads there. */
function pointTo(news) {
  const last = news.at(-1);
  const isMine = last?.person === here.you.id;
  byId("pointer").hidden = !last || here.place?.id === `@${last.person}`;
  if (!last) return;
  const button = el("button", { type: "button", class: "main-button" }, isMine ? "Read it" : `Be ${last.name}`);
  button.addEventListener("click", () => safely(() => become(last.person, `@${last.person}`)));
  const said = isMine ? "For you alone, from Kindling:" : `For ${last.name} alone, from Kindling:`;
  byId("pointer").replaceChildren(el("p", {}, said, " ", el("q", {}, last.push)), button);
  byId("pointer").scrollIntoView({ block: "center" });
}

function noticeElsewhere(message) {
  here.fresh.add(message.conversation);
  showPlaces();
}

/** One sentence for who listens to the page; the card itself is read when it is gone to. */
function hear(sentence) {
  byId("heard").append(el("p", {}, sentence));
  while (byId("heard").childElementCount > 5) byId("heard").firstElementChild.remove();
}

async function safely(act) {
  try {
    await act();
  } catch (fault) {
    tellTrouble(fault);
  }
}

let hiding = null;

function tellTrouble(fault) {
  const trouble = byId("trouble");
  trouble.textContent = fault instanceof Refused ? fault.message : "The page stumbled. Load it again.";
  trouble.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (trouble.hidden = true), TROUBLE_MS);
  if (!(fault instanceof Refused)) throw fault;
}

safely(start);
