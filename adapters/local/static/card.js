import { el } from "./dom.js";
import { formElement } from "./form.js";

const SAFE_LINK = /^(https?:\/\/|mailto:|\/)/i;

/** The parts of a card or message. `press(action, values, opener)` is called by its buttons and forms. */
export function partElements(parts, press) {
  return parts.map((part) => partElement(part, press));
}

/** A line as plain text. */
export function lineText(line) {
  return line.map((inline) => inline.text).join("");
}

function partElement(part, press) {
  switch (part.kind) {
    case "title":
      return el("h3", { class: "title" }, lineNodes(part.line));
    case "heading":
      return el("h4", { class: "heading" }, part.text);
    case "text":
      return el("p", { class: "text" }, lineNodes(part.line));
    case "choices":
      return choicesElement(part);
    case "buttons":
      return buttonsElement(part, press);
    case "fold":
      return foldElement(part);
    case "note":
      return el("p", { class: "note" }, lineNodes(part.line));
    case "fields":
      return fieldsElement(part);
    case "image":
      return el("img", { src: part.url, alt: part.alt, class: "image" });
    case "form":
      return formElement(part, press);
    default:
      throw new TypeError(`a part that the page does not know: ${part.kind}`);
  }
}

export function lineNodes(line) {
  return line.map(inlineNode);
}

function inlineNode(inline) {
  switch (inline.kind) {
    case "mention":
      return el("bdi", { class: "mention" }, inline.text);
    case "typed":
      return el("bdi", {}, inline.text);
    case "strong":
      return el("strong", {}, inline.text);
    case "say":
      return el("kbd", {}, inline.text);
    case "place":
      return el("bdi", { class: "mention" }, inline.text);
    case "link":
      return SAFE_LINK.test(inline.url)
        ? el("a", { href: inline.url, target: "_blank", rel: "noopener noreferrer" }, inline.text)
        : inline.text;
    default:
      return inline.text;
  }
}

function choicesElement(part) {
  const items = part.choices.map((choice) =>
    el("li", {}, el("b", { class: "letter" }, choice.letter), " ", el("span", {}, choice.text)),
  );
  return el("ul", { class: "choices", role: "list" }, items);
}

function buttonsElement(part, press) {
  return el("div", { class: "buttons" }, part.buttons.map((button, at) => buttonElement(button, at === 0, press)));
}

function buttonElement(button, isFirst, press) {
  const isLetter = button.label.length === 1;
  const element = el(
    "button",
    {
      type: "button",
      class: isLetter ? "letter-button" : isFirst ? "main-button" : null,
      "aria-label": button.tells,
      "aria-pressed": button.pressed ? "true" : null,
      "data-action": button.action,
      "data-letter": isLetter,
    },
    button.label,
  );
  element.addEventListener("click", () => once(element, () => press(button.action, {}, element)));
  return element;
}

/** One press at a time: a second click while the first is on its way does nothing. */
export async function once(element, act) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  try {
    await act();
  } finally {
    element.removeAttribute("aria-busy");
  }
}

function foldElement(part) {
  const lines = part.lines.map((line) => el("p", { class: "text" }, lineNodes(line)));
  return el("details", { class: "fold" }, el("summary", {}, part.label), lines);
}

function fieldsElement(part) {
  const facts = part.facts.map((fact) =>
    el("div", {}, el("dt", {}, fact.label), el("dd", {}, lineNodes(fact.line))),
  );
  return el("dl", { class: "facts" }, facts);
}
