import type { AddCommand } from '../rogatory.ts'

/** `rogatory show`. */
export function addShow(_to: AddCommand): void {}
