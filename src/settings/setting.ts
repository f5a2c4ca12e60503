/** A variable of the environment that a node is configured by, as whoever runs it is told of it (docs/configuration.md). Texts are Markdown. */
export interface Setting {
  readonly name: string
  readonly meaning: string
  /** What may stand in it: its form, its unit, its bounds. */
  readonly value: string
  /** What counts where nothing is said; absent: nothing is, and what it is about is not there. */
  readonly byDefault?: string
  /** Where more is told of it: a decision, or a part of operations.md. */
  readonly more?: string
  /** It is a secret, so that it may stand in a file instead, which `fileNameOf` names. */
  readonly isSecret?: true
}

/** Settings of one matter, by what the source calls them. */
export type Settings = Readonly<Record<string, Setting>>

/** The names of settings in the environment. */
export function namesOf<Key extends string>(
  settings: Readonly<Record<Key, Setting>>,
): Readonly<Record<Key, string>> {
  const entries = Object.entries<Setting>(settings).map(([key, { name }]) => [key, name])
  return Object.fromEntries(entries) as Record<Key, string>
}

/** The variable that names the file in which a secret stands, for one that is not to stand in the environment. */
export function fileNameOf(name: string): string {
  return `${name}_FILE`
}

/** All variables by which these settings may be made. */
export function variablesOf(settings: Settings): readonly string[] {
  return Object.values(settings).flatMap(({ name, isSecret }) =>
    isSecret === true ? [name, fileNameOf(name)] : [name],
  )
}
