/**
 * The contract suites: what every implementation of a slot must keep, whoever wrote it. Call a suite inside a
 * `describe` with the implementation and a builder of a node whose machine may be used freely.
 */
import { expect, it } from 'vitest';
import type { DriverInterface, DriverNode } from '../../src/drivers/interfaces/common.ts';

export type NodeBuilder = () => DriverNode;

/** What all slots have in common. The suite of each slot calls it. */
export function itKeepsTheCommonContract(implementation: DriverInterface, aNode: NodeBuilder): void {
  it('has a name that can be typed', () => {
    expect(implementation.name).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it('accepts the driverInfo of a node that it can work with, every time it is asked', () => {
    const node = aNode();
    const validateTwice = () => [implementation.validate(node), implementation.validate(node)];
    expect(validateTwice).not.toThrow();
  });

  it('describes every field of driverInfo', () => {
    for (const [name, field] of Object.entries(implementation.driverInfo ?? {})) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(field.description, name).not.toBe('');
    }
  });

  it('says which fields of driverInfo are missing', () => {
    const required = Object.entries(implementation.driverInfo ?? {}).filter(([, field]) => field.required === true);
    for (const [name] of required) {
      const { [name]: _left, ...driverInfo } = aNode().driverInfo;
      expect(() => implementation.validate({ ...aNode(), driverInfo })).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'DRIVER_INFO_INVALID', field: name }) }),
      );
    }
  });

  it('declares its steps whole', () => {
    for (const step of implementation.steps ?? []) {
      expect(step.name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(step.description, step.name).not.toBe('');
      expect(Number.isSafeInteger(step.priority) && step.priority >= 0, `priority of ${step.name}`).toBe(true);
      expect(step.probe !== undefined, `probe of ${step.name}`).toBe(step.repeat === 'probe');
      for (const [name, argument] of Object.entries(step.args ?? {})) expect(argument.description, name).not.toBe('');
    }
  });

  it('gives no two steps of one flow the same name', () => {
    const names = (implementation.steps ?? []).map((step) => `${step.flow} ${step.name}`);
    expect(new Set(names).size).toBe(names.length);
  });
}
