import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('extradition', 'in Arabic, from right to left on every page')
