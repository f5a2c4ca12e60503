/** What the core uses of node:assert/strict, where there is no Node. */
function assert(value: unknown, message: string): asserts value {
  if (!value) throw new Error(message)
}

// The module that it stands for has no other name for it.
export { assert as default }
