/** A bundle that would be larger than what `verify` takes; `message` says what of it is. */
export class ExportTooLarge extends Error {}
