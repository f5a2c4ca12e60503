import type { AddCommand } from '../rogatory.ts'

/** `rogatory send`. */
export function addSend(_to: AddCommand): void {}
