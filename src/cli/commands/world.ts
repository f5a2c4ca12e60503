import type { AddCommand } from '../rogatory.ts'

/** `rogatory world`. */
export function addWorld(_to: AddCommand): void {}
