/** The processor that Fargate runs a task on, by the name that images have for it. X86_64 unless the definition says otherwise. */
export function imageArchitecture(cpuArchitecture: string | undefined): 'amd64' | 'arm64' {
  return cpuArchitecture === 'ARM64' ? 'arm64' : 'amd64';
}

/**
 * The platform family of a task, as DescribeTasks spells that of a definition: `Linux`, `Windows_Server_2022_Core`.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
export function platformFamily(operatingSystemFamily = 'LINUX'): string {
  return operatingSystemFamily
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('_');
}
