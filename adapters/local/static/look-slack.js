import { once } from "./card.js";
import { showPrivately } from "./dialog.js";
import { el } from "./dom.js";
import { person } from "./people.js";

const MARKUP = /<([^<>|]+)(?:\|([^<>]*))?>|\*([^*\n]+)\*/g;
const SAFE_LINK = /^(https?:\/\/|mailto:)/i;

/** A message's Block Kit as elements, much as Slack lays it out. `press(action, values, opener)` is a button's. */
export function draw(message, press) {
  return message.blocks.map((block) => blockElement(block, press));
}

function blockElement(block, press) {
  switch (block.type) {
    case "header":
      return el("h3", { class: "slack-header" }, textNodes(block.text));
    case "section":
      return block.fields ? fieldsElement(block) : el("p", { class: "slack-text" }, textNodes(block.text));
    case "rich_text":
      return el("p", { class: "slack-text" }, block.elements.flatMap((part) => part.elements.map(inlineNode)));
    case "context":
      return el("p", { class: "slack-context" }, spaced(block.elements.map(textNodes)));
    case "actions":
      return el("div", { class: "slack-actions" }, block.elements.map((button) => buttonElement(button, press)));
    case "divider":
      return el("hr");
    case "image":
      return el("img", { src: block.image_url, alt: block.alt_text, class: "image" });
    default:
      throw new TypeError(`a block that the page does not know: ${block.type}`);
  }
}

function fieldsElement(block) {
  const fields = block.fields.map((field) => el("p", {}, textNodes(field)));
  return el("div", { class: "slack-fields" }, fields);
}

function spaced(groups) {
  return groups.flatMap((nodes, at) => (at ? [" ", ...nodes] : nodes));
}

function textNodes(text) {
  return text.type === "mrkdwn" ? markupNodes(text.text) : [text.text];
}

/** Links, channels, people and bold: what Kindling writes of Slack's markup. */
function markupNodes(text) {
  const nodes = [];
  let done = 0;
  for (const found of text.matchAll(MARKUP)) {
    nodes.push(unescaped(text.slice(done, found.index)), markedNode(found));
    done = found.index + found[0].length;
  }
  return [...nodes, unescaped(text.slice(done))].filter((node) => node !== "");
}

function markedNode([, target, label, bold]) {
  if (bold) return el("strong", {}, unescaped(bold));
  if (target.startsWith("@")) return personElement(target.slice(1));
  if (target.startsWith("#")) return channelElement(target.slice(1));
  return linkNode(unescaped(target), unescaped(label ?? target));
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function inlineNode(inline) {
  switch (inline.type) {
    case "user":
      return personElement(inline.user_id);
    case "channel":
      return channelElement(inline.channel_id);
    case "link":
      return linkNode(inline.url, inline.text);
    default:
      return styledNode(inline);
  }
}

function styledNode({ text, style }) {
  if (style?.code) return el("code", {}, text);
  return style?.bold ? el("strong", {}, text) : text;
}

function personElement(id) {
  return el("span", { class: "slack-mention" }, "@", el("bdi", {}, person(id)?.name ?? id));
}

function channelElement(id) {
  return el("span", { class: "slack-mention" }, "#", el("bdi", {}, id));
}

function linkNode(url, text) {
  return SAFE_LINK.test(url) ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}

function buttonElement(button, press) {
  const label = button.text.text;
  const element = el(
    "button",
    {
      type: "button",
      class: button.style === "primary" ? "slack-button slack-primary" : "slack-button",
      "aria-label": button.accessibility_label,
      "aria-pressed": button.style === "primary" ? "true" : null,
      "data-action": button.value,
      "data-letter": label.length === 1,
    },
    label,
  );
  const isFold = button.action_id.startsWith("fold/");
  const act = () => (isFold ? openFold(button.value, element) : press(button.value, {}, element));
  element.addEventListener("click", () => once(element, act));
  return element;
}

/** A fold's button carries its label and its lines; Slack shows them in a modal. */
function openFold(value, opener) {
  const [label, ...lines] = JSON.parse(value);
  const parts = lines.map((text) => ({ kind: "text", line: [{ kind: "plain", text }] }));
  const title = { kind: "title", line: [{ kind: "plain", text: label }] };
  showPrivately({ kind: "card", parts: [title, ...parts] }, () => {}, () => opener);
}
