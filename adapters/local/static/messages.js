import { partElements } from "./card.js";
import { byId, el } from "./dom.js";
import { drawnAs, looksOf } from "./looks.js";
import { clockTime, dayName } from "./times.js";

const APP = "kindling";
const NEAR = 120;
const list = byId("messages");
let look = "local";
const shown = new WeakMap();

/** Shows a conversation from its beginning, newest last. */
export function showAll(messages, view) {
  list.replaceChildren();
  if (!messages.length) list.append(el("p", { class: "empty" }, view.empty));
  messages.forEach((message) => append(message, view));
  toEnd();
}

/** Puts one message in its place: at the end, where it was, or away. */
export function showChange(change, message, view) {
  const old = find(message.id);
  if (change === "deleted") return old?.remove();
  if (old) return replace(old, message, view);
  const follows = isNearEnd() || message.from.id === view.you;
  list.querySelector(".empty")?.remove();
  const article = append(message, view);
  article.classList.add("arrived");
  if (follows) reveal(article);
}

export function find(id) {
  return list.querySelector(`article[data-id="${CSS.escape(id)}"]`);
}

/** Shows every card in a look, where it has that; a card's own choice may say otherwise afterwards. */
export function setLook(wanted) {
  look = wanted;
  for (const article of list.querySelectorAll("article")) showLook(article, look);
}

function showLook(article, wanted) {
  const { message, press } = shown.get(article);
  const name = looksOf(message).some(([one]) => one === wanted) ? wanted : "local";
  if (article.dataset.look === name) return;
  article.dataset.look = name;
  article.querySelector(".body").replaceWith(bodyElement(message, name, press));
  const select = article.querySelector(".look");
  if (select) select.value = name;
}

function bodyElement(message, name, press) {
  if (name === "plain") return el("pre", { class: "body plain", dir: "auto" }, message.plain);
  if (name !== "local") return el("div", { class: `body look-${name}` }, drawnAs(name, message, press));
  const kind = message.from.id === APP ? "card" : "said";
  return el("div", { class: `body ${kind}` }, partElements(message.parts, press));
}

function lookElement(message) {
  const options = looksOf(message).map(([name, label]) => el("option", { value: name }, label));
  const select = el("select", { class: "look", "aria-label": "Look of this card" }, options);
  select.addEventListener("change", () => showLook(find(message.id), select.value));
  return select;
}

function append(message, view) {
  const day = dayName(message.at, view.zone);
  if (list.lastElementChild?.dataset.day !== day) {
    list.append(el("p", { class: "day", "data-day": day }, el("span", {}, day)));
  }
  const article = articleElement(message, view, day);
  list.append(article);
  return article;
}

function articleElement(message, view, day) {
  const fromApp = message.from.id === APP;
  const name = el("bdi", { class: "name", id: `from-${message.id}` }, message.from.name);
  const when = el("time", { datetime: message.at }, clockTime(message.at, view.zone));
  const isCard = fromApp && Boolean(message.plain);
  const edited = message.edited ? el("span", { class: "edited" }, "edited") : null;
  const article = el(
    "article",
    { class: fromApp ? "message from-app" : "message", "data-id": message.id, "data-day": day, "aria-labelledby": `from-${message.id}` },
    picture(message.from, fromApp),
    el("div", { class: "head" }, name, " ", when, " ", edited, isCard ? lookElement(message) : null),
    el("div", { class: "body" }),
  );
  shown.set(article, { message, press: view.press(message.id) });
  showLook(article, look);
  return article;
}

function picture(from, fromApp) {
  if (fromApp) return el("img", { class: "picture", src: "/local/kindling.svg", alt: "", width: 36, height: 36 });
  const shade = [...from.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5;
  return el("span", { class: `picture shade-${shade}`, "aria-hidden": "true" }, [...from.name][0]);
}

/** An edit keeps what the reader had open and where the focus was. */
function replace(old, message, view) {
  const open = [...old.querySelectorAll("details")].map((fold) => fold.open);
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.action : null;
  const stays = isNearEnd();
  const article = articleElement(message, view, old.dataset.day);
  if (old.dataset.look) showLook(article, old.dataset.look);
  old.replaceWith(article);
  article.querySelectorAll("details").forEach((fold, at) => (fold.open = open[at] ?? false));
  if (focused) (buttonOf(article, focused) ?? article.querySelector("button"))?.focus();
  if (stays) reveal(article);
}

export function buttonOf(article, action) {
  return article?.querySelector(`button[data-action="${CSS.escape(action)}"]`) ?? null;
}

/** The first letter of the last question in view. */
export function letterButton() {
  const last = [...list.querySelectorAll("button[data-letter]")].at(-1);
  return last?.parentElement.querySelector("button[data-letter]");
}

function isNearEnd() {
  const scroller = list.scrollHeight > list.clientHeight ? list : document.documentElement;
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
}

function toEnd() {
  list.lastElementChild?.scrollIntoView({ block: "end" });
}

/** The end of what arrived, or its beginning where it is taller than the window. */
function reveal(article) {
  const isTall = article.offsetHeight > list.clientHeight || article.offsetHeight > innerHeight * 0.7;
  article.scrollIntoView({ block: isTall ? "start" : "end" });
}
