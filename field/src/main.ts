// Opens the app: the phone that lies here, in the language and the look it had.
import { App } from "./app";
import { Phone } from "./phone";
import { speak, wear } from "./page";
import * as before from "./screens/before";
import { Stage } from "./stage";
import { openStore } from "./store";
import type { Lang } from "./words";

/** The app's own files, kept for the hours without network; a new version takes over when the app opens. */
async function keepApp(): Promise<void> {
  const kept = await navigator.serviceWorker?.register("sw.js", { scope: "./" }).catch(() => null);
  kept?.waiting?.postMessage("take over");
}

async function main(): Promise<void> {
  speak("ar");
  if (!isSecureContext || !crypto.subtle) return new Stage().show("insecure", before.insecure());
  const store = await openStore();
  const lang = await store.get<Lang>("lang");
  if (lang) speak(lang);
  wear((await store.get<string>("look")) ?? "");
  const world = { fetch: fetch.bind(globalThis), now: () => Date.now(), base: new URL("api/", document.baseURI).href };
  let app: App | null = null;
  const phone = new Phone(store, world, () => app?.changed());
  await phone.wake();
  app = new App(phone);
  app.start();
  void keepApp();
}

void main();
