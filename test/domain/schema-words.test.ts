import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, GraphQLEnumType, isInputObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ALLOCATION_CONSTRAINTS, ALLOCATION_STATES } from '../../src/domain/allocation.ts';
import { EVENT_TYPES } from '../../src/domain/events.ts';
import { ACTION_OPS, CONDITION_OPS, LOOP_MODES } from '../../src/domain/inspection-rules.ts';
import { INTERFACE_KINDS } from '../../src/domain/interfaces.ts';
import {
  JOB_STATES,
  LOCK_MODES,
  PRIORITY_CLASS,
  REPEAT_MODES,
  STEP_STATES,
  WAIT_REASONS,
} from '../../src/domain/job.ts';
import { POWER_DRIFT_POLICIES, POWER_STATES, POWER_TARGET_ENDS_IN, POWER_TARGETS } from '../../src/domain/power.ts';
import { PROVISION_STATES, PROVISION_VERBS } from '../../src/domain/provision-states.ts';
import { HISTORY_SEVERITIES } from '../../src/entities/node-history.ts';
import { VIF_PURPOSES } from '../../src/entities/vif-attachment.ts';
import { EVERY_PROBLEM } from './every-problem.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'));

const upper = (words: readonly string[]): readonly string[] => words.map((word) => word.toUpperCase());

describe('the words of schema.graphql are those of the domain', () => {
  it.each<[string, readonly string[]]>([
    ['ProvisionState', PROVISION_STATES],
    ['NodeVerb', upper(PROVISION_VERBS)],
    ['EventType', EVENT_TYPES],
    ['UserErrorCode', EVERY_PROBLEM.map(({ code }) => code)],
    ['JobState', JOB_STATES],
    ['StepState', STEP_STATES],
    ['LockMode', LOCK_MODES],
    ['JobPriorityClass', Object.keys(PRIORITY_CLASS)],
    ['JobWaitReason', WAIT_REASONS],
    ['RepeatMode', upper(REPEAT_MODES)],
    ['PowerState', POWER_STATES],
    ['PowerTarget', POWER_TARGETS],
    ['PowerDriftPolicy', POWER_DRIFT_POLICIES],
    ['VifPurpose', VIF_PURPOSES],
    ['InspectionConditionOp', CONDITION_OPS],
    ['InspectionActionOp', ACTION_OPS],
    ['InspectionLoopMode', LOOP_MODES],
    ['HistorySeverity', HISTORY_SEVERITIES],
    ['AllocationState', ALLOCATION_STATES],
    ['AllocationConstraint', ALLOCATION_CONSTRAINTS],
  ])('enum %s, in the same order', (name, words) => {
    expect(valuesOf(name)).toEqual(words);
  });

  it.each(['NodeInterfaces', 'NodeInterfacesInput'])('the 13 slots of %s', (name) => {
    const type = schema.getType(name);
    const fields = type && ('getFields' in type || isInputObjectType(type)) ? Object.keys(type.getFields()) : [];
    expect(fields).toEqual(INTERFACE_KINDS);
  });

  it('every power target ends in a power state', () => {
    expect(Object.keys(POWER_TARGET_ENDS_IN)).toEqual([...POWER_TARGETS]);
  });

  it('runs the priority classes in the order in which the schema lists them', () => {
    const ranks = Object.values(PRIORITY_CLASS);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });
});

function valuesOf(name: string): readonly string[] {
  const type = schema.getType(name);
  return type instanceof GraphQLEnumType ? type.getValues().map((value) => value.name) : [];
}
