import { Fragment } from 'preact'
import { Button } from '../parts/Button.tsx'
import { Wrong } from '../parts/fieldParts.tsx'
import { OthersWords } from '../parts/Line.tsx'
import { Tag } from '../parts/Tag.tsx'
import { labelFor } from './fieldWords.ts'
import type { FormNode } from './node.ts'
import { type RowWord, rowWords } from './rowWords.ts'
import type { Shown } from './shown.ts'

interface FoldedRowProps {
  readonly shown: Pick<Shown, 'words' | 'errors' | 'folding' | 'offering'>
  readonly node: FormNode
}

/** A row of which the fields are not shown: what it is called, what is missing in it, and the buttons that show its fields or take it away. */
export function FoldedRow({ shown, node }: FoldedRowProps) {
  const { words, errors, folding } = shown
  const { pointer } = node
  const { missing, wrong } = folding.folded.get(pointer) ?? { missing: 0, wrong: 0 }
  const label = labelFor(words, node)
  const isTold = errors.some(({ field }) => field === pointer)
  return (
    <div class="desk-row" id={pointer}>
      <input type="hidden" name={pointer} value={folding.traces.get(pointer)} />
      <div class="desk-row__words">
        <p class="govuk-body desk-wrap">
          <strong>{label}</strong>
          {rowWords(shown, node).map((word) => (
            <Fragment key={word.text}>
              {' · '}
              <Word word={word} />
            </Fragment>
          ))}
        </p>
        <Wrong
          words={words}
          name={pointer}
          error={isTold ? { field: pointer, text: words.say('rowToMend') } : undefined}
        />
        {wrong > 0 ? <Tag colour="red">{words.say('partWrong', { count: wrong })}</Tag> : null}{' '}
        {missing > 0 ? <Tag colour="yellow">{words.say('partMissing', { count: missing })}</Tag> : null}
      </div>
      <div class="desk-row__acts">
        <Button kind="secondary" name="change" value={pointer}>
          {words.say('changeRow', { label })}
        </Button>
        <Button kind="secondary" name="remove" value={pointer}>
          {words.say('removeRow', { label })}
        </Button>
      </div>
    </div>
  )
}

function Word({ word: { text, language } }: { readonly word: RowWord }) {
  return language === undefined ? <bdi>{text}</bdi> : <OthersWords language={language}>{text}</OthersWords>
}
