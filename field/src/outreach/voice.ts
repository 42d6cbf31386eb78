// A voice note: recorded in memory, thrown away or sealed to the team in parts. It is never written in clear, and never
// played again on this phone.
import { joined, OUTREACH, type PublicKey, seal } from "../crypto";
import { MOST_PARTS } from "./codes";

export const LONGEST_S = 60;
const PART = 2_900; // bytes: sealed and in base64, fewer than 4,000 characters
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export const canRecord = (): boolean => "MediaRecorder" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

export class Voice {
  seconds = 0;
  state: "idle" | "asking" | "recording" | "stopped" | "refused" = "idle";
  private recorder: MediaRecorder | null = null;
  private chunks: Promise<ArrayBuffer>[] = []; // taken out of their blobs at once: a browser may put a blob on the disk
  private bytes = 0;
  private clock = 0;

  constructor(private changed: () => void) {}

  async start(): Promise<void> {
    this.throwAway();
    this.turn("asking");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } }).catch(() => null);
    if (this.state !== "asking") return stream?.getTracks().forEach((track) => track.stop());
    if (!stream) return this.turn("refused");
    const mimeType = TYPES.find((one) => MediaRecorder.isTypeSupported(one)) ?? "";
    const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 16_000, ...(mimeType && { mimeType }) });
    recorder.ondataavailable = ({ data }) => {
      if (this.recorder !== recorder) return;
      this.chunks.push(data.arrayBuffer());
      this.bytes += data.size;
      if (this.bytes > (MOST_PARTS - 4) * PART) this.stop();
    };
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      if (this.recorder === recorder) this.turn("stopped");
    };
    this.recorder = recorder;
    this.seconds = 0;
    recorder.start(1000);
    this.clock = window.setInterval(() => {
      this.seconds += 1;
      if (this.seconds >= LONGEST_S) this.stop();
      this.changed();
    }, 1000);
    this.turn("recording");
  }

  private turn(state: Voice["state"]): void {
    this.state = state;
    this.changed();
  }

  stop(): void {
    clearInterval(this.clock);
    if (this.recorder?.state === "recording") this.recorder.stop();
  }

  /** Forget what was said, also in the middle of it. */
  throwAway(): void {
    const { recorder } = this;
    this.recorder = null;
    this.chunks = [];
    this.bytes = this.seconds = 0;
    this.state = "idle";
    clearInterval(this.clock);
    if (recorder?.state === "recording") recorder.stop();
  }

  /** Seal what was said, and forget it. Returns the parts in order. */
  async sealed(to: PublicKey, about: string): Promise<string[]> {
    const bytes = joined(...(await Promise.all(this.chunks)).map((one) => new Uint8Array(one)));
    this.throwAway();
    const parts: string[] = [];
    for (let at = 0; at < bytes.length && parts.length < MOST_PARTS; at += PART) {
      parts.push(await seal(bytes.slice(at, at + PART), to, about, OUTREACH));
    }
    bytes.fill(0);
    return parts;
  }
}
