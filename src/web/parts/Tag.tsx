import type { ComponentChildren } from 'preact'
import type { WhoseTurn } from '../../workflow/whoseTurn.ts'
import type { Sentence, Words } from '../desk/words.ts'

interface TagProps {
  readonly colour?: 'red' | 'yellow' | 'grey' | 'green' | 'blue'
  readonly children: ComponentChildren
}

/** A word about the state of something; the colour says nothing that the word does not. */
export function Tag({ colour, children }: TagProps) {
  return (
    <strong class={colour === undefined ? 'govuk-tag' : `govuk-tag govuk-tag--${colour}`}>{children}</strong>
  )
}

const turns = {
  ours: ['turnOurs', 'yellow'],
  theirs: ['turnTheirs', 'grey'],
  both: ['turnBoth', 'yellow'],
  nobody: ['turnNobody', 'grey'],
} as const satisfies Readonly<Record<WhoseTurn, readonly [Sentence, string]>>

/** Whose turn it is. */
export function TurnTag({ words: { say }, turn }: { readonly words: Words; readonly turn: WhoseTurn }) {
  const [sentence, colour] = turns[turn]
  return <Tag colour={colour}>{say(sentence)}</Tag>
}
