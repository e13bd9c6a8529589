import type { Schema } from '../../../terraform/provider.ts';
import { sameIgnoringCase, sameJson } from '../equivalence.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { numberTextPattern } from '../value-patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service */
export const serviceSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    availability_zone_rebalancing: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['ENABLED', 'DISABLED'],
    },
    cluster: { type: 'string', optional: true, computed: true, forceNew: true },
    deployment_maximum_percent: { type: 'number', optional: true, default: 200 },
    deployment_minimum_healthy_percent: { type: 'number', optional: true, default: 100 },
    desired_count: { type: 'number', optional: true },
    enable_ecs_managed_tags: { type: 'bool', optional: true, default: false },
    enable_execute_command: { type: 'bool', optional: true, default: false },
    force_delete: { type: 'bool', optional: true },
    force_new_deployment: { type: 'bool', optional: true },
    health_check_grace_period_seconds: { type: 'number', optional: true, range: [0, null] },
    iam_role: { type: 'string', optional: true, computed: true, forceNew: true },
    launch_type: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'],
    },
    name: { type: 'string', required: true, forceNew: true },
    platform_version: { type: 'string', optional: true, computed: true },
    propagate_tags: { type: 'string', optional: true, enum: ['TASK_DEFINITION', 'SERVICE', 'NONE'] },
    scheduling_strategy: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'REPLICA',
      enum: ['REPLICA', 'DAEMON'],
    },
    sigint_rollback: { type: 'bool', optional: true },
    task_definition: { type: 'string', optional: true },
    triggers: { type: 'map(string)', optional: true, computed: true },
    wait_for_steady_state: { type: 'bool', optional: true, default: false },
    ...tagAttributes,
  },
  blocks: {
    alarms: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        alarm_names: { type: 'set(string)', required: true },
        enable: { type: 'bool', required: true },
        rollback: { type: 'bool', required: true },
      },
    },
    capacity_provider_strategy: {
      nesting: 'set',
      attributes: {
        base: { type: 'number', optional: true, range: [0, 100000] },
        capacity_provider: { type: 'string', required: true },
        weight: { type: 'number', optional: true, range: [0, 1000] },
      },
    },
    deployment_circuit_breaker: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: { enable: { type: 'bool', required: true }, rollback: { type: 'bool', required: true } },
    },
    deployment_configuration: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        bake_time_in_minutes: { type: 'string', optional: true, computed: true, pattern: numberTextPattern },
        strategy: {
          type: 'string',
          optional: true,
          computed: true,
          enum: ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'],
        },
      },
      blocks: {
        linear_configuration: {
          nesting: 'list',
          max: 1,
          computed: true,
          attributes: {
            step_bake_time_in_minutes: {
              type: 'string',
              optional: true,
              computed: true,
              pattern: numberTextPattern,
            },
            step_percent: { type: 'number', optional: true, computed: true, range: [3, 100] },
          },
        },
        canary_configuration: {
          nesting: 'list',
          max: 1,
          computed: true,
          attributes: {
            canary_bake_time_in_minutes: {
              type: 'string',
              optional: true,
              computed: true,
              pattern: numberTextPattern,
            },
            canary_percent: { type: 'number', optional: true, computed: true, range: [0.1, 100] },
          },
        },
        lifecycle_hook: {
          nesting: 'set',
          attributes: {
            hook_target_arn: { type: 'string', required: true, pattern: arnPattern },
            lifecycle_stages: {
              type: 'list(string)',
              required: true,
              enum: [
                'RECONCILE_SERVICE',
                'PRE_SCALE_UP',
                'POST_SCALE_UP',
                'TEST_TRAFFIC_SHIFT',
                'POST_TEST_TRAFFIC_SHIFT',
                'PRE_PRODUCTION_TRAFFIC_SHIFT',
                'PRODUCTION_TRAFFIC_SHIFT',
                'POST_PRODUCTION_TRAFFIC_SHIFT',
              ],
            },
            role_arn: { type: 'string', required: true, pattern: arnPattern },
            hook_details: { type: 'string', optional: true, equivalent: sameJson },
          },
        },
      },
    },
    deployment_controller: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        type: { type: 'string', optional: true, default: 'ECS', enum: ['ECS', 'CODE_DEPLOY', 'EXTERNAL'] },
      },
    },
    load_balancer: {
      nesting: 'set',
      attributes: {
        container_name: { type: 'string', required: true },
        container_port: { type: 'number', required: true, range: [0, 65536] },
        elb_name: { type: 'string', optional: true },
        target_group_arn: { type: 'string', optional: true, pattern: arnPattern },
      },
      blocks: {
        advanced_configuration: {
          nesting: 'list',
          max: 1,
          attributes: {
            alternate_target_group_arn: { type: 'string', required: true, pattern: arnPattern },
            production_listener_rule: { type: 'string', required: true, pattern: arnPattern },
            test_listener_rule: { type: 'string', optional: true, pattern: arnPattern },
            role_arn: { type: 'string', required: true, pattern: arnPattern },
          },
        },
      },
    },
    network_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        assign_public_ip: { type: 'bool', optional: true, default: false },
        security_groups: { type: 'set(string)', optional: true },
        subnets: { type: 'set(string)', required: true },
      },
    },
    ordered_placement_strategy: {
      nesting: 'list',
      max: 5,
      attributes: {
        field: { type: 'string', optional: true, equivalent: sameIgnoringCase },
        type: { type: 'string', required: true, enum: ['random', 'spread', 'binpack'] },
      },
    },
    placement_constraints: {
      nesting: 'set',
      max: 10,
      attributes: {
        expression: { type: 'string', optional: true },
        type: { type: 'string', required: true, enum: ['distinctInstance', 'memberOf'] },
      },
    },
    service_connect_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        enabled: { type: 'bool', required: true },
        namespace: { type: 'string', optional: true, computed: true },
      },
      blocks: {
        access_log_configuration: {
          nesting: 'list',
          max: 1,
          attributes: {
            format: { type: 'string', required: true, enum: ['TEXT', 'JSON'] },
            include_query_parameters: {
              type: 'string',
              optional: true,
              computed: true,
              enum: ['DISABLED', 'ENABLED'],
            },
          },
        },
        log_configuration: {
          nesting: 'list',
          max: 1,
          attributes: {
            log_driver: {
              type: 'string',
              required: true,
              enum: [
                'json-file',
                'syslog',
                'journald',
                'gelf',
                'fluentd',
                'awslogs',
                'splunk',
                'awsfirelens',
              ],
            },
            options: { type: 'map(string)', optional: true, computed: true },
          },
          blocks: {
            secret_option: {
              nesting: 'list',
              attributes: {
                name: { type: 'string', required: true },
                value_from: { type: 'string', required: true },
              },
            },
          },
        },
        service: {
          nesting: 'list',
          attributes: {
            discovery_name: { type: 'string', optional: true, computed: true },
            ingress_port_override: { type: 'number', optional: true, range: [0, 65535] },
            port_name: { type: 'string', required: true },
          },
          blocks: {
            client_alias: {
              nesting: 'list',
              max: 1,
              attributes: {
                dns_name: { type: 'string', optional: true, computed: true },
                port: { type: 'number', required: true, range: [0, 65535] },
              },
              blocks: {
                test_traffic_rules: {
                  nesting: 'list',
                  attributes: {},
                  blocks: {
                    header: {
                      nesting: 'list',
                      max: 1,
                      attributes: { name: { type: 'string', required: true } },
                      blocks: {
                        value: {
                          nesting: 'list',
                          min: 1,
                          max: 1,
                          attributes: { exact: { type: 'string', required: true } },
                        },
                      },
                    },
                  },
                },
              },
            },
            timeout: {
              nesting: 'list',
              max: 1,
              attributes: {
                idle_timeout_seconds: { type: 'number', optional: true, range: [0, 2147483647] },
                per_request_timeout_seconds: { type: 'number', optional: true, range: [0, 2147483647] },
              },
            },
            tls: {
              nesting: 'list',
              max: 1,
              attributes: {
                kms_key: { type: 'string', optional: true },
                role_arn: { type: 'string', optional: true, pattern: arnPattern },
              },
              blocks: {
                issuer_cert_authority: {
                  nesting: 'list',
                  min: 1,
                  max: 1,
                  attributes: {
                    aws_pca_authority_arn: { type: 'string', required: true, pattern: arnPattern },
                  },
                },
              },
            },
          },
        },
      },
    },
    service_registries: {
      nesting: 'list',
      max: 1,
      attributes: {
        container_name: { type: 'string', optional: true },
        container_port: { type: 'number', optional: true, range: [0, 65536] },
        port: { type: 'number', optional: true, range: [0, 65536] },
        registry_arn: { type: 'string', required: true, pattern: arnPattern },
      },
    },
    volume_configuration: {
      nesting: 'list',
      max: 1,
      attributes: { name: { type: 'string', required: true } },
      blocks: {
        managed_ebs_volume: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: {
            encrypted: { type: 'bool', optional: true, default: true },
            file_system_type: {
              type: 'string',
              optional: true,
              default: 'xfs',
              enum: ['ext3', 'ext4', 'xfs', 'ntfs'],
            },
            iops: { type: 'number', optional: true },
            kms_key_id: { type: 'string', optional: true },
            role_arn: { type: 'string', required: true, pattern: arnPattern },
            size_in_gb: { type: 'number', optional: true },
            snapshot_id: { type: 'string', optional: true },
            throughput: { type: 'number', optional: true, range: [0, 1000] },
            volume_initialization_rate: { type: 'number', optional: true },
            volume_type: { type: 'string', optional: true },
          },
          blocks: {
            tag_specifications: {
              nesting: 'list',
              attributes: {
                propagate_tags: {
                  type: 'string',
                  optional: true,
                  enum: ['TASK_DEFINITION', 'SERVICE', 'NONE'],
                },
                resource_type: { type: 'string', required: true, enum: ['volume'] },
                tags: { type: 'map(string)', optional: true },
              },
            },
          },
        },
      },
    },
    vpc_lattice_configurations: {
      nesting: 'set',
      attributes: {
        role_arn: { type: 'string', required: true, pattern: arnPattern },
        target_group_arn: { type: 'string', required: true, pattern: arnPattern },
        port_name: {
          type: 'string',
          required: true,
          pattern: {
            regex: /^(?!-)[0-9a-z_-]{1,64}$/,
            message: 'must match ^[0-9a-z_-]+$ and not start with a hyphen',
          },
        },
      },
    },
  },
};
