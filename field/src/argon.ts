// Loaded after the first screen stands: a PIN is typed more slowly than this comes from the phone's own files.
export { argon2id } from "hash-wasm";
