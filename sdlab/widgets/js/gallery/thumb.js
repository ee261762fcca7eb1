// @ts-check
// The small pictures on the cards: each is asked for once its card comes into sight.
import { pictureUrl } from "../shared/dom.js";

/**
 * @param {import("../shared/part.js").Context} context
 * @param {HTMLElement} grid whose children are the cards, in the order of the pictures
 * @returns {(card: HTMLElement) => void} watches a card
 */
export const thumbs = ({ send, hear, live, cleanup }, grid) => {
  /** @type {Map<number, string>} */
  const urls = new Map();
  /** @type {Set<number>} */
  const asked = new Set();
  const want = (/** @type {number[]} */ numbers) => {
    if (numbers.length) send("want", { numbers });
  };
  const sight = new IntersectionObserver((entries) => {
    const seen = entries.filter((entry) => entry.isIntersecting);
    const numbers = seen.map(({ target }) => Number(/** @type {HTMLElement} */ (target).dataset.number));
    const fresh = numbers.filter((one) => !asked.has(one));
    fresh.forEach((one) => asked.add(one));
    want(fresh);
  });
  live((yes) => {
    if (yes) want([...asked].filter((one) => !urls.has(one)));
  });
  hear("thumb", ({ number }, [bytes]) => {
    const image = grid.children[number]?.querySelector("img");
    if (!image) return;
    URL.revokeObjectURL(urls.get(number) ?? "");
    const url = pictureUrl(bytes, "image/webp");
    urls.set(number, url);
    image.src = url;
    image.hidden = false;
  });
  cleanup(() => {
    sight.disconnect();
    urls.forEach((url) => URL.revokeObjectURL(url));
  });
  return (card) => sight.observe(card);
};
