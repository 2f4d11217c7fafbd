import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectName } from '../../src/argocd/names.ts';

test('a name that Kubernetes takes stays as it is', () => {
  expect(objectName('shop', 'as3', 'east')).toBe('shop-as3-east');
});

test('names that differ in what Kubernetes does not take stay two', () => {
  expect(objectName('shop', 'Banks')).not.toBe(objectName('shop', 'banks'));
  expect(objectName('team_shop', 'x')).not.toBe(objectName('team-shop', 'x'));
});

test('whatever it is made of, a Job and the label of its Pods may have it', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), parts => {
      expect(objectName(...parts)).toMatch(/^[a-z0-9](?:[-a-z0-9]{0,50}[a-z0-9])?$/);
    }),
  );
});
