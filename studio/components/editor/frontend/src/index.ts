// Streamlit calls the default export at every change of data with the same parentElement; the editor lives
// on between the calls.
import type { Mount } from "./contract";
import { Host } from "./host";

const hosts = new WeakMap<object, Host>();

export default function mount(given: Mount): () => void {
  const parent = given.parentElement;
  const host = hosts.get(parent);
  if (host) {
    host.update(given);
  } else {
    hosts.set(parent, new Host(given));
  }
  return () => {
    hosts.get(parent)?.destroy();
    hosts.delete(parent);
  };
}
