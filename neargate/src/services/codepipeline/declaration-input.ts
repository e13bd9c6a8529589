const name = { required: true, min: 1, max: 100, pattern: String.raw`[A-Za-z0-9.@\-_]+` } as const;
export const pipelineName = name;
