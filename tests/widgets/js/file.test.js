import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf } from "../../../sdlab/widgets/js/paint/file.js";

test("the first file's bytes go to the kernel", async () => {
  const file = new File([Uint8Array.of(1, 2, 3)], "dog.png", { type: "image/png" });
  assert.deepEqual([...(await bytesOf([file]))], [1, 2, 3]);
});

test("text, other files and huge ones are refused in words before a byte is read", async () => {
  await assert.rejects(bytesOf(null), /That is text, not a picture/);
  await assert.rejects(bytesOf([]), /That is text, not a picture/);
  const unread = { arrayBuffer: () => assert.fail("it was read") };
  await assert.rejects(bytesOf([{ ...unread, name: "a.txt", type: "text/plain", size: 1 }]), /“a.txt” is no picture/);
  const huge = { ...unread, name: "a.png", type: "image/png", size: 2 ** 25 + 1 };
  await assert.rejects(bytesOf([huge]), /“a.png” has more than 32 MB/);
});
