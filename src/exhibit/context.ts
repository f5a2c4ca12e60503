/**
 * What the sealed file of a deposit belongs to: it goes into the derivation of its keys, so that no sealed file opens as
 * another. UTF-8 of `rogatory-exhibit/v1`, a zero byte, the State, a zero byte and the id.
 *
 * @param state - code of the State whose node took the file in
 * @param deposit - its id there, a UUID in lower case
 */
export function exhibitContext(state: string, deposit: string): Buffer {
  return Buffer.from(`rogatory-exhibit/v1\0${state}\0${deposit}`)
}

/**
 * The same for a bundle that was made at the desk. UTF-8 of `rogatory-bundle/v1`, a zero byte, the State, a zero byte and the id.
 *
 * @param order - id of the order of it, a UUID in lower case
 */
export function bundleContext(state: string, order: string): Buffer {
  return Buffer.from(`rogatory-bundle/v1\0${state}\0${order}`)
}

/**
 * The same for a part of an upload that is not finished, which begins at this byte of the file. UTF-8 of
 * `rogatory-upload/v1`, a zero byte, the State, a zero byte, the id, a zero byte and the number.
 *
 * @param upload - its id, a UUID in lower case
 */
export function uploadContext(state: string, upload: string, start: number): Buffer {
  return Buffer.from(`rogatory-upload/v1\0${state}\0${upload}\0${start}`)
}
