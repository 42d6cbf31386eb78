// Keeps the app's own files, so that it opens with no network. Nothing else: never a pack, never an answer of the server.
/// <reference lib="webworker" />
export {};
declare const PRECACHE: [string, string][]; // name, digest
declare const VERSION: string;
declare const self: ServiceWorkerGlobalScope;

const CACHE = `twiza-field-${VERSION}`;
const scope = new URL(self.registration.scope);
const address = (name: string): string => new URL(name, scope).href;
const KNOWN = new Set(PRECACHE.map(([name]) => address(name)));
const PAGE = address("index.html");

/** One file, from the cache of an earlier version when its name (and so its content) is the same. */
async function keep(cache: Cache, name: string): Promise<void> {
  const url = address(name);
  const old = name.startsWith("assets/") ? await caches.match(url) : undefined;
  const answer = old ?? await fetch(url, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  await cache.put(url, answer);
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(PRECACHE.map(([name]) => keep(cache, name)));
}

async function tidy(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("twiza-field-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(request: Request, url: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));

// a new version takes over between two people, when the page says so: never in the middle of a hand-over
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin || url.pathname.startsWith(`${scope.pathname}api/`)) return;
  url.hash = url.search = "";
  if (request.mode === "navigate" && url.href === scope.href) event.respondWith(fromCache(request, PAGE));
  else if (KNOWN.has(url.href)) event.respondWith(fromCache(request, url.href));
});
