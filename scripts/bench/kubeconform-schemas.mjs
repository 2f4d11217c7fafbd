// Small schemas of the kinds that the generated workspace has, so that kubeconform needs no network. They check less than
// the full ones, which favours kubeconform.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const metadata = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    namespace: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
  },
};
const object = properties => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata'],
  properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata, ...properties },
});
const target = {
  type: 'object',
  required: ['name'],
  properties: {
    kind: { type: 'string' },
    name: { type: 'string' },
    weight: { type: 'integer', minimum: 0, maximum: 256 },
  },
};

export function writeSchemas(directory) {
  mkdirSync(directory, { recursive: true });
  const schemas = {
    route: object({
      spec: {
        type: 'object',
        required: ['to'],
        properties: {
          host: { type: 'string' },
          path: { type: 'string' },
          to: target,
          alternateBackends: { type: 'array', items: target },
          tls: { type: 'object', properties: { termination: { enum: ['edge', 'reencrypt', 'passthrough'] } } },
        },
      },
    }),
    service: object({
      spec: {
        type: 'object',
        properties: {
          type: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] },
          selector: { type: 'object', additionalProperties: { type: 'string' } },
          ports: {
            type: 'array',
            items: {
              type: 'object',
              required: ['port'],
              properties: { port: { type: 'integer' }, nodePort: { type: 'integer' } },
            },
          },
        },
      },
    }),
    deployment: object({
      spec: {
        type: 'object',
        required: ['selector', 'template'],
        properties: {
          replicas: { type: 'integer' },
          template: {
            type: 'object',
            properties: {
              metadata: { type: 'object' },
              spec: {
                type: 'object',
                required: ['containers'],
                properties: {
                  containers: {
                    type: 'array',
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: { name: { type: 'string' }, image: { type: 'string' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    }),
    endpoints: object({ subsets: { type: 'array', items: { type: 'object' } } }),
    configmap: object({ data: { type: 'object', additionalProperties: { type: 'string' } } }),
    node: object({ status: { type: 'object' } }),
    ...Object.fromEntries(
      ['virtualserver', 'transportserver', 'tlsprofile', 'policy'].map(kind => [
        kind,
        object({ spec: { type: 'object' } }),
      ]),
    ),
  };
  for (const [kind, schema] of Object.entries(schemas))
    writeFileSync(join(directory, `${kind}.json`), JSON.stringify(schema));
}
