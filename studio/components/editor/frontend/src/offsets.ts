// Code points (Python) to UTF-16 positions (browser). They differ only after a character beyond U+FFFF.

export function toUtf16(text: string): (offset: number) => number {
  const clamp = (at: number) => Math.max(0, Math.min(at, text.length));
  const wide: number[] = []; // offset in code points of each character that takes two positions
  for (let at = 0, points = 0; at < text.length; at++, points++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length) {
      const low = text.charCodeAt(at + 1);
      if (low >= 0xdc00 && low < 0xe000) {
        wide.push(points);
        at++;
      }
    }
  }
  if (wide.length === 0) return clamp;
  return (offset) => {
    let low = 0;
    let high = wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return clamp(offset + low);
  };
}
