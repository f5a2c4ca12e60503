import type { AddCommand } from '../rogatory.ts'

/** `rogatory export`. */
export function addExport(_to: AddCommand): void {}
