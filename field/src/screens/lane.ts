// The lane: what the camera sees, a field for the reader and for typed codes, how many are left, what was done last.
import type { LaneCount } from "../day_state";
import { clock } from "../day";
import type { Pack } from "../pack";
import { bdi, button, field, h, markWords, sign, spoken, t } from "../page";
import type { Queue } from "../outbox";
import type { Word } from "../words";

export interface LaneActs {
  read(text: string): void;
  openCamera(): void;
  closeCamera(): void;
  send(): void;
  more(): void;
  undo(op: string): void;
}

export interface LaneView {
  count: LaneCount;
  queue: Queue;
  online: boolean;
  camera: boolean;
  cameraWord: Word | "";
  said: Word | "";
  last: { op: string; at: number; left: number } | null; // seconds left to undo
  now: number;
}

/** The bar on top: which point, which lane; the other language. */
export function bar(pack: Pack, other: () => void): HTMLElement {
  const place = pack.kind === "round" ? t("round") : pack.desk ? t("desk") : t("lane", { n: pack.lane });
  return h("header", { class: "bar" },
    h("span", { class: "bar-sign" }, sign(pack.shape, pack.colour, markWords(pack.colour, pack.shape))),
    h("span", { class: "bar-words" }, h("span", { class: "bar-point" }, pack.name[spoken()]), h("strong", {}, place)),
    button(t("other_language"), other, "bar-button"));
}

/** The button that sends, with how many wait and for how long. */
export function sendButton(queue: Queue, now: number, send: () => void): HTMLElement {
  if (!queue.count) return h("span", { class: "sent" }, t("sent_all"));
  const minutes = Math.max(0, Math.floor((now - queue.oldest) / 60_000));
  return h("span", { class: `waiting${minutes >= 30 ? " old" : ""}` },
    button(t("send_now", { n: queue.count }), send, "small", { "data-send": "" }),
    h("span", { class: "age" }, t("oldest", { n: minutes })));
}

export function lane(video: HTMLVideoElement, acts: LaneActs): { root: HTMLElement; update(view: LaneView): void } {
  const counts = h("p", { class: "counts" });
  const net = h("div", { class: "net" });
  const words = h("p", { class: "camera-words", role: "status" });
  const start = button(t("camera_start"), acts.openCamera, "main camera-start");
  const stop = button(t("camera_stop"), acts.closeCamera, "small camera-stop");
  const eye = h("div", { class: "eye" }, video, h("span", { class: "frame", "aria-hidden": "true" }), start, stop);
  const typed = field("code", t("code"), t("code_help"), { maxlength: 400, enterkeyhint: "go" });
  const send = (event: Event): void => {
    event.preventDefault();
    const text = typed.input.value;
    typed.input.value = "";
    if (text.trim()) acts.read(text);
  };
  const form = h("form", { class: "typed", onsubmit: send }, typed.row, h("button", { class: "button plain", type: "submit" }, t("read")));
  const done = h("div", { class: "done", role: "status" });
  const root = h("main", { class: "lane" }, h("h1", { class: "hidden", tabindex: "-1" }, t("app")), net, counts, eye, words, form, done,
    button(t("more"), acts.more, "plain more"));
  video.setAttribute("aria-label", t("camera_looking"));
  return { root, update: (view) => draw(view, { counts, net, words, start, stop, eye, done }, acts) };
}

type Parts = Record<"counts" | "net" | "words" | "start" | "stop" | "eye" | "done", HTMLElement>;

function draw(view: LaneView, parts: Parts, acts: LaneActs): void {
  const { count } = view;
  parts.counts.replaceChildren(
    h("span", {}, h("b", {}, bdi(count.served)), " ", t("served")), h("span", {}, h("b", {}, bdi(count.left)), " ", t("left")));
  parts.net.replaceChildren(
    h("span", { class: view.online ? "online" : "offline" }, t(view.online ? "with_network" : "without_network")),
    sendButton(view.queue, view.now, acts.send));
  parts.words.textContent = view.cameraWord && t(view.cameraWord);
  parts.eye.classList.toggle("seeing", view.camera);
  parts.start.hidden = view.camera;
  parts.stop.hidden = !view.camera;
  const { last } = view;
  const said = view.said ? h("p", { class: "said" }, t(view.said)) : null;
  if (!last) parts.done.replaceChildren(...(said ? [said] : []));
  else {
    parts.done.replaceChildren(...(said ? [said] : []), h("p", {}, bdi(clock(last.at))), h("p", {}, bdi(t("seconds", { n: last.left }))),
      button(t("undo"), () => acts.undo(last.op), "small", { "data-undo": "" }));
  }
}
