import { partElements } from "/local/card.js";
import { byId, el } from "/local/dom.js";

const LETTERS = "ABCD";
let shown = "";

/** Asks for the tips as they are now, and shows them if anything is different. */
async function look() {
  const text = await (await fetch("/tips")).text();
  if (text === shown) return;
  shown = text;
  show(JSON.parse(text));
}

function show(found) {
  const open = new Set([...document.querySelectorAll("details[open]")].map((one) => one.id));
  byId("state").textContent = stateWords(found.count);
  document.title = found.count ? `(${found.count}) Tips preview` : "Tips preview";
  byId("faults").replaceChildren(...found.faults.map(faultElement));
  byId("list").replaceChildren(...found.tips.map(entryElement));
  byId("tips").replaceChildren(...found.tips.map(tipElement));
  for (const one of document.querySelectorAll("details")) one.open = open.has(one.id);
}

function stateWords(count) {
  if (!count) return "Nothing to put right.";
  return count === 1 ? "One thing to put right." : `${count} things to put right.`;
}

function faultElement(fault) {
  return el("li", {}, el("code", {}, fault.where), " ", el("span", { class: "fault" }, fault.wrong), `: ${fault.write}`);
}

function entryElement(tip) {
  const count = tip.faults.length ? el("b", {}, ` (${tip.faults.length} to put right)`) : null;
  return el("li", {}, el("a", { href: `#${tip.id}` }, tip.title), count);
}

function tipElement(tip) {
  const cards = tip.cards.flatMap((card, at) => cardElements(card, `${tip.id}/${at}`));
  const faults = el("ul", { class: "faults" }, tip.faults.map(faultElement));
  return el("article", { id: tip.id, "aria-label": tip.title }, el("h2", {}, tip.id), faults, cards);
}

function cardElements(card, id) {
  const parts = partElements(card.parts, (action, values, opener) => openReply(id, opener));
  const elements = [el("h3", { class: "when" }, card.when), el("div", { class: "card" }, parts)];
  return card.replies.length ? [...elements, repliesElement(card.replies, id)] : elements;
}

function repliesElement(replies, id) {
  const cards = replies.map((parts, at) =>
    el("div", { id: `${id}/${LETTERS[at]}`, class: "card", tabindex: "-1" }, partElements(parts, () => {})),
  );
  return el("details", { id, class: "replies" }, el("summary", {}, "What each choice is answered"), cards);
}

/** A letter shows its answer; the other buttons have nothing to do here. */
function openReply(id, opener) {
  const reply = byId(`${id}/${opener.textContent}`);
  if (!reply) return;
  reply.closest("details").open = true;
  reply.focus();
}

const changes = new EventSource("/changes");
changes.addEventListener("open", look);
changes.addEventListener("changed", look);
changes.addEventListener("error", () => (byId("state").textContent = "The preview has stopped in its terminal."));
