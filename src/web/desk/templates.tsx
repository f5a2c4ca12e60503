import type { Request, Response } from 'express'
import type { AskOrder } from '../../exchange/drafts/begin.ts'
import type { DeskTemplate } from '../../exchange/drafts/templates.ts'
import { isLetterLanguage } from '../../letter/language.ts'
import type { Refusal } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { AskFrom } from '../pages/AskFrom.tsx'
import { Templates } from '../pages/Templates.tsx'
import { LetterBlocks } from '../parts/LetterBlocks.tsx'
import { OthersWords } from '../parts/Line.tsx'
import { problems } from '../problem.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { orderFields, orderIn, orderMembers } from './asking.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { draftLink, templateLink } from './draftLinks.ts'
import { draftFor, hideDraft } from './draftOf.ts'
import { showDraft } from './drafts.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { fieldPointedTo } from './formPage.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

/** The templates of an authority. */
export function templatesPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const listed = await desk.services.beginnings.templates(personOfVisit(visit))
    answerWithPage(response, 200, <Templates {...visit} frame={desk.frameOf(visit)} listed={listed} />)
  }
}

/** Where a request is begun with a template. */
export function templatePage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const template = await templateFor(desk, request, response)
    if (template === null) return
    const { words } = visitOf(request, response)
    const language = isLetterLanguage(template.language) ? template.language : words.language
    await showTemplate(desk, request, response, template, { to: '', reference: '', language }, null)
  }
}

/** Begins a request with a template. */
export function beginWithTemplate(desk: Desk): DeskHandler {
  return async (request, response) => {
    const template = await templateFor(desk, request, response)
    if (template === null) return
    const form = formIn(response, orderMembers)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const order = orderIn(form.values)
    const by = actingIn(request, response)
    const begun = await desk.services.beginnings.fromTemplate(order, template.id, by)
    if (begun.ok) response.redirect(303, draftLink(begun.draft))
    else await showTemplate(desk, request, response, template, order, begun)
  }
}

/** Takes a template away. */
export function deleteTemplate(desk: Desk): DeskHandler {
  return async (request, response) => {
    const template = await templateFor(desk, request, response)
    if (template === null) return
    const form = formIn(response, {})
    const { beginnings } = desk.services
    const gone = form.ok ? await beginnings.deleteTemplate(template.id, actingIn(request, response)) : form
    if (gone.ok) leadAfter(desk, response, deskRoutes.templates.path, 'doneTemplate')
    else desk.refuse(request, response, gone)
  }
}

/** Keeps what a draft has that says nothing of its case as a template. */
export function keepTemplate(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const form = formIn(response, { name: typedLine })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [name = ''] = form.values.name
    const { beginnings } = desk.services
    const kept = await beginnings.keepTemplate(view.draft.id, name, actingIn(request, response))
    if (kept.ok) response.redirect(303, deskRoutes.templates.path)
    else
      await showDraft(desk, request, response, {
        ...{ refusal: kept, fieldOf: fieldPointedTo() },
        typed: { name },
      })
  }
}

/** The template that the address names; null: it is not there for whoever visits, which was noted and answered. */
export async function templateFor(
  desk: Desk,
  request: Request,
  response: Response,
): Promise<DeskTemplate | null> {
  const { template: id } = request.params
  const person = personOfVisit(visitOf(request, response))
  const isId = typeof id === 'string' && isUuid(id)
  const template = isId ? await desk.services.beginnings.template(id, person) : null
  if (template === null) await hideDraft(desk, request, response)
  return template
}

async function showTemplate(
  desk: Desk,
  request: Request,
  response: Response,
  { id, name, language }: DeskTemplate,
  typed: AskOrder,
  refusal: Refusal | null,
): Promise<void> {
  const fields = orderFields(desk, request, response, typed, refusal)
  const { say } = fields.words
  const { person, words } = fields
  const says = await desk.services.beginnings.templateWords(id, person, words.language)
  const page = (
    <AskFrom
      {...fields}
      title={say('fromTemplate')}
      above={<OthersWords language={language}>{name}</OthersWords>}
      text={say('templatesText')}
      action={templateLink(id)}
      below={
        says === null || says.length === 0 ? undefined : (
          <section class="desk-letter">
            <h2 class="govuk-heading-l">{say('whatItSays')}</h2>
            <LetterBlocks blocks={says} level={3} />
          </section>
        )
      }
    />
  )
  answerWithPage(response, refusal === null ? 200 : problems[refusal.code].status, page)
}
