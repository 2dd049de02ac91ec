import { get } from "./api.js";
import { byId, el } from "./dom.js";
import { setLook } from "./messages.js";

export const IS_DEMO = "demo" in document.body.dataset;
const SOON = 60;
const WIDE = matchMedia("(width > 72rem)");
const NOT_PHONE = matchMedia("(width > 44rem)");
let who = () => null;
const remembered = `kindling-demo-${document.body.dataset.demo}`;
let asking = null;
let isStale = false;

/** Starts the demo's steps and panel; nothing where this is no demo. `acts` does a step, by its name. */
export function startDemo(you, acts) {
  if (!IS_DEMO) return;
  who = you;
  const unfold = () => {
    byId("sights").open = WIDE.matches;
    byId("tour-fold").open = NOT_PHONE.matches;
  };
  unfold();
  byId("tour").hidden = recall("hidden");
  byId("tour-show").hidden = !recall("hidden");
  WIDE.addEventListener("change", unfold);
  NOT_PHONE.addEventListener("change", unfold);
  for (const item of steps()) {
    item.querySelector("button").addEventListener("click", () => acts[item.dataset.step]());
  }
  byId("tour-hide").addEventListener("click", () => keepHidden(true));
  byId("tour-show").addEventListener("click", () => keepHidden(false));
  for (const radio of document.querySelectorAll('input[name="look"]')) {
    radio.checked = radio.value === "local";
    radio.addEventListener("change", () => setLook(radio.value));
  }
}

/** Asks anew who sees what, shortly: several changes at once are one question. */
export function refreshDemo() {
  if (!IS_DEMO) return;
  isStale = true;
  asking ??= setTimeout(ask, SOON);
}

async function ask() {
  try {
    while (isStale) {
      isStale = false;
      const you = who();
      const answer = await get("who-sees", { as: you });
      if (you === who()) showAll(answer, you);
    }
  } catch {
    // The page has said already that the server is gone; what stood here stays.
  } finally {
    asking = null;
  }
}

function showAll({ sights, steps: taken }, you) {
  if (you === "priya") remember("manager");
  showSteps({ ...taken, manager: recall("manager") });
  const rows = sights.map((sight) =>
    el("div", {}, el("dt", {}, el("bdi", {}, sight.who)), sight.sees.map((line) => el("dd", {}, line))),
  );
  byId("sights-list").replaceChildren(...rows);
}

function showSteps(taken) {
  for (const item of steps()) {
    const isDone = Boolean(taken[item.dataset.step]);
    item.classList.toggle("done", isDone);
    item.querySelector(".unseen")?.remove();
    if (isDone) item.querySelector("button").append(el("span", { class: "unseen" }, " (done)"));
  }
  const done = steps().filter((item) => item.classList.contains("done")).length;
  byId("tour-count").textContent = `${done} of 4 done`;
}

function steps() {
  return [...document.querySelectorAll("[data-step]")];
}

function keepHidden(isHidden) {
  if (isHidden) remember("hidden");
  else localStorage.removeItem(`${remembered}-hidden`);
  byId("tour").hidden = isHidden;
  byId("tour-show").hidden = !isHidden;
  (isHidden ? byId("tour-show") : byId("tour-hide")).focus();
}

function remember(what) {
  localStorage.setItem(`${remembered}-${what}`, "yes");
}

function recall(what) {
  return localStorage.getItem(`${remembered}-${what}`) !== null;
}
