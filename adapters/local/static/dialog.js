import { lineNodes, partElements } from "./card.js";
import { byId, el } from "./dom.js";
import { focusFirstError } from "./form.js";

const dialog = byId("private");
let returnTo = null;

byId("private-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  const isBeside = event.target === dialog;
  if (isBeside && !dialog.querySelector("form")) dialog.close();
});
dialog.addEventListener("close", () => returnTo?.()?.focus());

/**
 * Shows a reply for this person only. Pressed inside, `press` brings the next one, which takes its place.
 * `opener` finds the element that has the focus again after closing.
 */
export function showPrivately(reply, press, opener) {
  const { title, parts } = reply.kind === "form" ? formView(reply) : cardView(reply);
  byId("private-title").replaceChildren(...title, " ", el("small", {}, "only you"));
  byId("private-body").replaceChildren(...partElements(parts, press));
  byId("private-body").querySelector("form .buttons")?.append(cancelButton());
  if (!dialog.open) {
    returnTo = opener;
    dialog.showModal();
  }
  dialog.scrollTop = 0;
  if (!focusFirstError(dialog)) byId("private-title").focus();
}

export function closePrivate() {
  if (dialog.open) dialog.close();
}

function cancelButton() {
  const button = el("button", { type: "button" }, "Cancel");
  button.addEventListener("click", closePrivate);
  return button;
}

function formView(form) {
  return { title: [form.title], parts: [form] };
}

function cardView(card) {
  const [first, ...rest] = card.parts;
  if (first?.kind === "title") return { title: lineNodes(first.line), parts: rest };
  return { title: ["Kindling"], parts: card.parts };
}
