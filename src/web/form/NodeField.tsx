import { isObject } from '../../letter/words.ts'
import { Button } from '../parts/Button.tsx'
import { Check } from '../parts/Check.tsx'
import { Details } from '../parts/Details.tsx'
import { FieldFindings } from '../parts/FieldFindings.tsx'
import { Fieldset } from '../parts/Fieldset.tsx'
import { Textarea } from '../parts/Textarea.tsx'
import { webLimits } from '../limits.ts'
import type { Control } from './control.ts'
import { idOf } from './errorsOfBody.ts'
import { askedLabel, hintFor, labelFor } from './fieldWords.ts'
import { FoldedRow } from './FoldedRow.tsx'
import { GroundsExplained, isGroundCode } from './GroundFields.tsx'
import { type FormNode, withAll } from './node.ts'
import { groundsAt } from './offered.ts'
import { noneOfList } from './readValue.ts'
import { groupLabel } from './rowMeasure.ts'
import { rowName } from './rowNames.ts'
import { ScalarField } from './ScalarField.tsx'
import type { Shown } from './shown.ts'

export interface NodeProps {
  readonly shown: Shown
  readonly node: FormNode
  /** How many groups it stands in. */
  readonly depth: number
}

/** One node of a form, and everything in it; what the State that is asked would say of it stands before it, and describes it. */
export function NodeField(props: NodeProps) {
  const { shown, node } = props
  const field = idOf(node)
  const placed = shown.told?.placed.filter((one) => one.field === field) ?? []
  if (shown.told === null || placed.length === 0) return <Asking {...props} />
  const { draft } = shown.told
  return (
    <div role="group" aria-describedby={`${field}-told`}>
      <div id={`${field}-told`}>
        <FieldFindings words={shown.words} draft={draft} placed={placed} />
      </div>
      <Asking {...props} />
    </div>
  )
}

function Asking({ shown, node, depth }: NodeProps) {
  const { words } = shown
  const { control, decides } = node
  if (shown.folding.folded.has(node.pointer)) return <FoldedRow shown={shown} node={node} />
  if (control.kind === 'group') return <GroupField shown={shown} node={node} depth={depth} />
  if (control.kind === 'rows') return <RowsField shown={shown} node={node} control={control} depth={depth} />
  if (control.kind === 'text') return <TextField shown={shown} node={node} depth={depth} />
  const hasOwn = control.kind === 'choice' && control.own !== null && takesOwn(shown, node)
  return (
    <>
      {decides === null ? (
        <ScalarField shown={shown} node={node} />
      ) : (
        <div class="desk-with-button">
          <ScalarField shown={shown} node={node} />
          <Button kind="secondary" name="choose" value={decides}>
            {words.say('chooseKind')}
          </Button>
        </div>
      )}
      {hasOwn ? (
        <Details
          label={words.say('ownCode')}
          isOpen={isObject(node.value) || isWrongIn(shown, node.children)}
        >
          <Children shown={shown} nodes={node.children} depth={depth + 1} />
        </Details>
      ) : null}
    </>
  )
}

/** Of the codes that States add themselves the basis of a request may allow none as a ground; what stands there already is shown. */
function takesOwn({ offering }: Shown, node: FormNode): boolean {
  if (offering === null || !isGroundCode(node) || isObject(node.value)) return true
  return groundsAt(offering, node.pointer)?.some(({ code }) => code.includes('/')) !== false
}

/** Members that belong together. What may be left out and is blank is folded, so that a page shows what must be there. */
function GroupField({ shown, node, depth }: NodeProps) {
  const { words, errors, folding } = shown
  const { pointer, row, need, value, children } = node
  const isBlank = !isObject(value) || Object.keys(value).length === 0
  const isFolded = need === 'never' && row === null
  const fields = (
    <Fieldset
      words={words}
      name={pointer}
      label={groupLabel(shown, node)}
      isLabelSeen={!isFolded}
      size={depth === 0 ? 'm' : 's'}
      hint={hintFor(words, node)}
      errors={errors}
    >
      {/* Says that the row is there, also where nothing in it is posted, and which it is where others are folded. */}
      {row === null ? null : <input type="hidden" name={pointer} value={folding.traces.get(pointer) ?? ''} />}
      <Children shown={shown} nodes={children} depth={depth + 1} />
      {row === null ? null : <Remove shown={shown} node={node} />}
    </Fieldset>
  )
  if (!isFolded) return fields
  return (
    <Details label={askedLabel(words, node)} isOpen={!isBlank || isWrongIn(shown, [node])}>
      {fields}
    </Details>
  )
}

interface RowsProps extends NodeProps {
  readonly control: Control & { readonly kind: 'rows' }
}

/** A list: its rows, and the buttons that make them more and fewer. */
function RowsField({ shown, node, control, depth }: RowsProps) {
  const { words, errors } = shown
  const { pointer, value, children } = node
  const label = labelFor(words, node)
  return (
    <Fieldset
      words={words}
      name={pointer}
      label={askedLabel(words, node)}
      size={depth === 0 ? 'm' : 's'}
      hint={hintFor(words, node)}
      errors={errors}
    >
      {control.mayBeEmpty && children.length === 0 ? (
        <Check
          words={words}
          name={pointer}
          id={`${pointer}:none`}
          label={words.say('noneOfList')}
          errors={[]}
          value={noneOfList}
          isMarked={Array.isArray(value)}
        />
      ) : null}
      {children.map((child) => (
        <div key={child.pointer} class={isOneField(child) ? 'desk-with-button' : undefined}>
          <NodeField shown={shown} node={child} depth={depth + 1} />
          {child.control.kind === 'group' ? null : <Remove shown={shown} node={child} />}
        </div>
      ))}
      <Explained shown={shown} node={node} />
      {children.length < Math.min(control.rowsMax, webLimits.form.rowsMax) ? (
        <Button kind="secondary" name="add" value={pointer}>
          {words.say('addRow', { label: rowName(words.language, label) })}
        </Button>
      ) : null}
    </Fieldset>
  )
}

/** Whether a row is one field, with room for a button beside it. */
function isOneField({ control: { kind } }: FormNode): boolean {
  return kind !== 'group' && kind !== 'text'
}

/** Below a list of grounds: what each that may be given here means. */
function Explained({ shown: { words, offering }, node }: Pick<NodeProps, 'shown' | 'node'>) {
  const isOfGrounds = node.children.some(({ children }) => children.some(isGroundCode))
  const offered = offering !== null && isOfGrounds ? groundsAt(offering, node.pointer) : null
  return offered === null ? null : <GroundsExplained words={words} offered={offered} />
}

function Remove({ shown: { words }, node }: Pick<NodeProps, 'shown' | 'node'>) {
  return (
    <Button kind="secondary" name="remove" value={node.pointer}>
      {words.say('removeRow', { label: labelFor(words, node) })}
    </Button>
  )
}

/** What a person writes, with its language and its translations. */
function TextField({ shown, node, depth }: NodeProps) {
  const { words, errors } = shown
  const { pointer, value, children } = node
  const { language: said, text } = isObject(value) ? value : {}
  const language = typeof said === 'string' && said !== '' ? said : shown.language
  const isOther = language !== shown.language
  const writtenIn = words.say('writtenIn', { language: words.known.format.languageName(language) })
  const hints = [hintFor(words, node), isOther ? writtenIn : undefined].filter((hint) => hint !== undefined)
  const translated = children.flatMap((one) => one.children)
  return (
    <>
      {typeof said === 'string' ? <input type="hidden" name={`${pointer}/language`} value={said} /> : null}
      <Textarea
        words={words}
        name={`${pointer}/text`}
        label={askedLabel(words, node)}
        hint={hints.length === 0 ? undefined : hints.join(' ')}
        errors={errors}
        value={typeof text === 'string' ? text : ''}
        language={language}
      />
      {children.map((child) => (
        <Details
          key={child.pointer}
          label={`${labelFor(words, node)}: ${labelFor(words, child)}`}
          isOpen={translated.length > 0 || isWrongIn(shown, children)}
        >
          <NodeField shown={shown} node={child} depth={depth + 1} />
        </Details>
      ))}
    </>
  )
}

function Children({ shown, nodes, depth }: { shown: Shown; nodes: readonly FormNode[]; depth: number }) {
  return (
    <>
      {nodes.map((node) => (
        <NodeField key={node.pointer} shown={shown} node={node} depth={depth} />
      ))}
    </>
  )
}

/** Whether something is wrong in one of these, or would be said of it: it must be seen. */
function isWrongIn({ errors, told }: Shown, nodes: readonly FormNode[]): boolean {
  const pointers = new Set([...withAll(nodes)].flatMap(({ pointer }) => [pointer, `${pointer}/text`]))
  const all = [...errors, ...(told?.placed ?? [])]
  return all.some(({ field }) => field !== null && pointers.has(field))
}
