/** A request that was refused, with the server's sentence. */
export class Refused extends Error {}

export async function get(path, query = {}) {
  return answerOf(await reach(`/api/local/${path}?${new URLSearchParams(query)}`));
}

/** Sends once; `press` lets the server see a repeated request as the same. */
export async function post(path, body) {
  return answerOf(
    await reach(`/api/local/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ press: crypto.randomUUID(), ...body }),
    }),
  );
}

async function reach(...request) {
  try {
    return await fetch(...request);
  } catch {
    throw new Refused("Kindling did not answer. Is it still running in the terminal?");
  }
}

async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(answer.error ?? "Something went wrong on the server; its terminal says what.");
  }
  return answer;
}
