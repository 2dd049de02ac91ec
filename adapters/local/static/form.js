import { lineNodes, once } from "./card.js";
import { el } from "./dom.js";
import { people } from "./people.js";

let made = 0;

/** A form whose values go to `press(action, values, opener)`; the server says what is wrong with them. */
export function formElement(form, press) {
  const prefix = `form-${(made += 1)}`;
  const rows = form.fields.map((field) => fieldElement(field, `${prefix}-${field.name}`));
  const submit = el("button", { type: "submit", class: "main-button" }, form.submit);
  const note = form.note.length ? el("p", { class: "note" }, lineNodes(form.note)) : null;
  const element = el(
    "form",
    { class: "asks", "aria-label": form.title, "data-action": form.action },
    folded(form, rows),
    el("div", { class: "buttons" }, submit),
    note,
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    once(submit, () => press(form.action, valuesOf(element, form), submit));
  });
  return element;
}

/** Focuses the first field that the server refused; says whether there was one. */
export function focusFirstError(within) {
  const wrong = within.querySelector('[aria-invalid="true"]');
  wrong?.focus();
  return Boolean(wrong);
}

function folded(form, rows) {
  if (form.more === null) return rows;
  const isWrong = form.fields.slice(form.more).some((field) => field.error);
  const more = el("details", { class: "fold", open: isWrong }, el("summary", {}, "More"), rows.slice(form.more));
  return [...rows.slice(0, form.more), more];
}

function fieldElement(field, id) {
  const several = field.kind === "people" || (field.kind === "choice" && field.several);
  return several ? groupElement(field, id) : singleElement(field, id);
}

function singleElement(field, id) {
  const control = controlElement(field, id);
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, labelText(field)),
    hintElement(field, id),
    control,
    errorElement(field, id),
    suggestionsElement(field, id),
  );
}

function groupElement(field, id) {
  const chosen = field.value ?? [];
  const options = field.kind === "people" ? peopleOptions(field) : field.options;
  const boxes = options.map((option, at) =>
    el(
      "label",
      { class: "box" },
      el("input", {
        type: "checkbox",
        name: field.name,
        value: option.value,
        checked: chosen.includes(option.value),
        ...(at === 0 ? describing(field, id) : {}),
      }),
      el("bdi", {}, option.label),
    ),
  );
  return el(
    "fieldset",
    { class: "field" },
    el("legend", {}, labelText(field)),
    hintElement(field, id),
    el("div", { class: "boxes" }, boxes),
    errorElement(field, id),
  );
}

function peopleOptions(field) {
  const offered = new Set(field.options.map((option) => option.value));
  const others = people()
    .filter((person) => person.id !== field.besides)
    .map((person) => ({ value: person.id, label: person.name }));
  return [...field.options, ...others.filter((option) => !offered.has(option.value))];
}

function controlElement(field, id) {
  const shared = { id, name: field.name, required: field.required, ...describing(field, id) };
  switch (field.kind) {
    case "choice":
      return selectElement(field, shared);
    case "time":
      return el("input", { ...shared, type: "time", value: field.value });
    case "day":
      return el("input", { ...shared, type: "date", value: field.value });
    default:
      return textElement(field, shared);
  }
}

function textElement(field, shared) {
  if (field.lines > 1) return el("textarea", { ...shared, rows: field.lines, dir: "auto" }, field.value ?? "");
  const list = field.suggestions.length ? `${shared.id}-list` : null;
  return el("input", { ...shared, type: "text", value: field.value, list, dir: "auto", autocomplete: "off" });
}

function selectElement(field, shared) {
  const options = field.options.map((option) =>
    el("option", { value: option.value, selected: option.value === field.value }, option.label),
  );
  const none = field.required && field.value ? null : el("option", { value: "" }, field.required ? "Choose" : "None");
  return el("select", shared, none, options);
}

function suggestionsElement(field, id) {
  if (!field.suggestions?.length) return null;
  return el("datalist", { id: `${id}-list` }, field.suggestions.map((value) => el("option", { value })));
}

function labelText(field) {
  return field.required ? field.label : [field.label, " ", el("span", { class: "optional" }, "(optional)")];
}

function hintElement(field, id) {
  return field.hint ? el("p", { id: `${id}-hint`, class: "hint" }, field.hint) : null;
}

function errorElement(field, id) {
  return field.error ? el("p", { id: `${id}-error`, class: "error" }, field.error) : null;
}

function describing(field, id) {
  const about = [field.hint ? `${id}-hint` : null, field.error ? `${id}-error` : null].filter(Boolean);
  return {
    "aria-describedby": about.length ? about.join(" ") : null,
    "aria-invalid": field.error ? "true" : null,
  };
}

function valuesOf(element, form) {
  const data = new FormData(element);
  return Object.fromEntries(form.fields.map((field) => [field.name, valueOf(field, data)]));
}

function valueOf(field, data) {
  if (field.kind === "people" || field.several) return data.getAll(field.name);
  return data.get(field.name) || null;
}
