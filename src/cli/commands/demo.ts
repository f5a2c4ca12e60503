import type { AddCommand } from '../rogatory.ts'

/** `rogatory demo`. */
export function addDemo(_to: AddCommand): void {}
