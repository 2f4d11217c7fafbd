import type { Action, Condition, Rule } from '../translate/adc.ts';
import type { As3Object } from './as3.ts';

/** AS3 `Endpoint_Policy` (specification 01 §5.8, 02 §5.4, §11.6). `port` is that of the virtual server, 0 where it has no address. */
export function emitEndpointPolicy(rules: readonly Rule[], port: number): As3Object {
  return { class: 'Endpoint_Policy', rules: rules.map(rule => emitRule(rule, port)), strategy: 'first-match' };
}

function emitRule({ name, conditions, actions }: Rule, port: number): As3Object {
  return {
    name,
    ...(conditions.length > 0 && { conditions: conditions.map(condition => emitCondition(condition, port)) }),
    ...(actions.length > 0 && { actions: actions.map(emitAction) }),
  };
}

function emitCondition(condition: Condition, port: number): As3Object {
  switch (condition.kind) {
    case 'host': {
      const values = condition.hosts.flatMap(host => hostValues(host, port));
      return { type: 'httpHeader', event: 'request', name: 'host', all: { operand: condition.operand, values } };
    }
    case 'path-segment':
      return {
        type: 'httpUri',
        event: 'request',
        name: String(condition.index),
        index: condition.index,
        pathSegment: { operand: 'equals', values: [condition.value] },
      };
    case 'path':
      return { type: 'httpUri', event: 'request', name: '0', path: { operand: 'equals', values: [condition.value] } };
    case 'source':
      return { type: 'tcp', address: { values: condition.addresses } };
  }
}

/** The Host header names the port or, on the usual ports, may leave it out. */
function hostValues(host: string, port: number): string[] {
  return port === 80 || port === 443 ? [`${host}:${port}`, host] : [`${host}:${port}`];
}

function emitAction(action: Action): As3Object {
  switch (action.kind) {
    case 'forward':
      return { type: 'forward', event: 'request', select: { pool: { use: action.pool } } };
    case 'log-ab':
      return { type: 'log', event: 'request', write: { message: 'a/b pool' } };
    case 'waf':
      return action.policy === undefined
        ? { type: 'waf' }
        : { type: 'waf', event: 'request', policy: { bigip: action.policy } };
    case 'drop':
      return { type: 'drop', event: 'request' };
    case 'redirect':
      return { type: 'httpRedirect', event: 'request', location: action.location };
    case 'rewrite-uri':
      return { type: 'httpUri', event: 'request', replace: { value: action.value } };
    case 'rewrite-host':
      return { type: 'httpHeader', event: 'request', replace: { value: action.value, name: 'host' } };
    case 'persist':
      return { type: 'persist', event: 'request', [action.method]: action.data };
  }
}
