import { once } from "./card.js";
import { el } from "./dom.js";

const MARKUP =
  /\\([*_[\]])|\*\*((?:\\.|[^*\\])+)\*\*|\[((?:\\.|[^\]\\])*)\]\(([^\s()]+)\)|<at>(.*?)<\/at>|\u2068([^\u2069]*)\u2069/g;
const NO_WIDTH = "\u200b";
const ESCAPED = /\\([*_[\]])/g;
const SAFE_LINK = /^https?:\/\//i;

let drawn = 0;

/** An Adaptive Card as elements, much as Teams lays it out. `press(action, values, opener)` is a button's. */
export function draw(card, press) {
  const prefix = `teams-${(drawn += 1)}`;
  return card.body.flatMap((element) => partElements(element, prefix, press));
}

function partElements(element, prefix, press) {
  switch (element.type) {
    case "TextBlock":
      return textElements(element);
    case "FactSet":
      return [el("dl", { class: "teams-facts" }, element.facts.map(factElement))];
    case "ActionSet":
      return [el("div", { class: "teams-actions" }, element.actions.map((one) => actionElement(one, prefix, press)))];
    case "Container":
      return [containerElement(element, prefix, press)];
    case "Image":
      return [el("img", { src: element.url, alt: element.altText, class: "image" })];
    default:
      throw new TypeError(`an element that the page does not know: ${element.type}`);
  }
}

function containerElement(container, prefix, press) {
  const inner = container.items.flatMap((item) => partElements(item, prefix, press));
  return el("div", { class: "teams-container", id: `${prefix}-${container.id}`, hidden: !container.isVisible }, inner);
}

/** Empty lines part paragraphs. */
function textElements(block) {
  if (block.style === "heading") {
    const [name, kind] = block.size === "Large" ? ["h3", "teams-title"] : ["h4", "teams-heading"];
    return [el(name, { class: kind }, markupNodes(block.text))];
  }
  const kind = block.isSubtle ? "teams-text teams-subtle" : "teams-text";
  return block.text.split("\n\n").map((paragraph) => el("p", { class: kind }, markupNodes(paragraph)));
}

function factElement(fact) {
  return el("div", {}, el("dt", {}, markupNodes(fact.title)), el("dd", {}, markupNodes(fact.value)));
}

/** Bold, links, mentions and isolated text: what Kindling writes of Markdown. */
function markupNodes(written) {
  const text = written.replaceAll(NO_WIDTH, "");
  const nodes = [];
  let done = 0;
  for (const found of text.matchAll(MARKUP)) {
    nodes.push(text.slice(done, found.index), markedNode(found));
    done = found.index + found[0].length;
  }
  return [...nodes, text.slice(done)].filter((node) => node !== "");
}

function markedNode([, escaped, bold, label, url, mentioned, isolated]) {
  if (escaped) return escaped;
  if (isolated) return el("bdi", {}, markupNodes(isolated));
  if (bold) return el("strong", {}, unescaped(bold));
  if (mentioned) return el("bdi", { class: "teams-mention" }, mentioned);
  if (!SAFE_LINK.test(url)) return unescaped(label);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, unescaped(label));
}

function unescaped(text) {
  return text.replaceAll(ESCAPED, "$1");
}

function actionElement(action, prefix, press) {
  return action.type === "Action.ToggleVisibility" ? toggleElement(action, prefix) : pressElement(action, press);
}

function pressElement(action, press) {
  const packed = action.data.k;
  const element = el(
    "button",
    {
      type: "button",
      class: "teams-button",
      "aria-label": action.tooltip,
      "data-action": packed,
      "data-letter": action.title.length === 1,
    },
    action.title,
  );
  element.addEventListener("click", () => once(element, () => press(packed, {}, element)));
  return element;
}

function toggleElement(action, prefix) {
  const id = `${prefix}-${action.targetElements[0]}`;
  const attributes = { type: "button", class: "teams-button", "aria-expanded": "false", "aria-controls": id };
  const element = el("button", attributes, action.title);
  element.addEventListener("click", () => {
    const folded = document.getElementById(id);
    folded.hidden = !folded.hidden;
    element.setAttribute("aria-expanded", String(!folded.hidden));
  });
  return element;
}
