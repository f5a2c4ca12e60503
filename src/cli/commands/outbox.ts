import type { AddCommand } from '../rogatory.ts'

/** `rogatory outbox`. */
export function addOutbox(_to: AddCommand): void {}
