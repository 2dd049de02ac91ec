import { get } from "./api.js";

let known = [];

export async function loadPeople() {
  known = (await get("people")).people;
}

export function people() {
  return known;
}

export function person(id) {
  return known.find((one) => one.id === id);
}
