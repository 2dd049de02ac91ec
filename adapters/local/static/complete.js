import { byId, el } from "./dom.js";
import { people } from "./people.js";

const COMMANDS = [
  ["/kudos", "thank somebody"],
  ["/kindling", "talk to Kindling, unseen by others"],
];
const WORDS = [
  ["help", "what Kindling is"],
  ["home", "my week, my thanks"],
  ["kudos", "thank somebody"],
  ["mine", "thanks I received and gave"],
  ["undo", "take my latest thanks back"],
  ["practice", "another question"],
  ["settings", "where ideas and thanks come"],
  ["pause", "nothing for a while"],
  ["away", "I am on leave"],
  ["stop", "nothing any more"],
  ["resume", "I am back"],
  ["summary", "for managers: last week in words"],
  ["plan", "for managers: what comes"],
];
const PERSON = /(?:^|\s)@([\p{L}]*)$/u;
const COMMAND = /^(\/[a-z]*)$/i;
const WORD = /^\/kindling\s+([a-z]*)$/i;

const text = byId("text");
const list = byId("completions");
let offered = [];
let active = -1;
let you = () => null;
let heard = () => {};

/**
 * Completes @names, commands and their words in the message box: a list under the arrow keys, as a combobox has.
 * HTML allows that role to no box of several lines, so what it would say of the list is told to `tell`.
 * `who` tells who writes.
 */
export function startCompleting(who, tell) {
  you = who;
  heard = tell;
  text.addEventListener("input", offer);
  text.addEventListener("blur", close);
  text.addEventListener("keydown", onKey);
}

function offer() {
  const found = text.selectionStart === text.value.length ? matching(text.value) : null;
  if (!found?.options.length) return close();
  offered = found.options.map((option) => ({ ...option, start: text.value.length - found.token.length }));
  const isWhole = offered.some((option) => option.value.toLowerCase() === found.token.toLowerCase());
  if (isWhole && offered.length === 1) return close();
  show(isWhole ? -1 : 0);
}

function matching(value) {
  const person = value.match(PERSON);
  if (person) return optionsOf(person[1], people().filter((one) => one.id !== you()).map((one) => [one.name, one.title]));
  const word = value.match(WORD);
  if (word) return optionsOf(word[1], WORDS);
  const command = value.match(COMMAND);
  return command && optionsOf(command[1], COMMANDS);
}

function optionsOf(token, pairs) {
  const begins = ([value]) => value.toLowerCase().startsWith(token.toLowerCase());
  return { token, options: pairs.filter(begins).map(([value, tells]) => ({ value, tells })) };
}

function show(at) {
  const rows = offered.map((option, place) => {
    const row = el(
      "li",
      { id: `completion-${place}`, role: "option", "aria-selected": "false" },
      el("b", {}, option.value),
      " ",
      el("span", { class: "tells" }, option.tells),
    );
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(place);
    });
    return row;
  });
  list.replaceChildren(...rows);
  list.hidden = false;
  text.setAttribute("aria-controls", list.id);
  heard(`${rows.length === 1 ? "One completion" : `${rows.length} completions`}: ${offered.map((one) => one.value).join(", ")}`);
  mark(at);
}

function mark(at) {
  active = at;
  [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
  if (at < 0) return text.removeAttribute("aria-activedescendant");
  text.setAttribute("aria-activedescendant", `completion-${at}`);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function close() {
  list.hidden = true;
  list.replaceChildren();
  active = -1;
  text.removeAttribute("aria-controls");
  text.removeAttribute("aria-activedescendant");
}

function take(place) {
  const option = offered[place];
  text.setRangeText(`${option.value} `, option.start, text.value.length, "end");
  close();
  text.focus();
  offer();
}

function onKey(event) {
  if (list.hidden || event.isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    const from = active < 0 && event.key === "ArrowUp" ? 0 : active;
    mark((from + steps[event.key] + offered.length) % offered.length);
  } else if (event.key === "Enter" && active >= 0 && !event.shiftKey) {
    take(active);
  } else if (event.key === "Escape") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}
