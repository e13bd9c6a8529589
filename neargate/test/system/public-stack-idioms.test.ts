import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ACMClient, DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  CodeStarConnectionsClient,
  GetConnectionCommand,
  ListConnectionsCommand,
  ListTagsForResourceCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-codestar-connections';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ResourceInUseException,
  waitUntilTableExists,
  waitUntilTableNotExists,
  DeleteTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  HostedZoneNotEmpty,
  InvalidChangeBatch,
  ListResourceRecordSetsCommand,
  Route53Client,
  waitUntilResourceRecordSetsChanged,
} from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, neargate, NeargateProcess, type Project } from './neargate-process.ts';

const patienceMs = 120_000;

const stack = `
data "aws_route53_zone" "shop" {
  name         = "shop.example.com."
  private_zone = false
}

resource "aws_acm_certificate" "shop" {
  domain_name               = "shop.example.com"
  subject_alternative_names = ["*.shop.example.com", "api.shop.example.com"]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = {
    for dvo in aws_acm_certificate.shop.domain_validation_options : dvo.domain_name => {
      name   = dvo.resource_record_name
      record = dvo.resource_record_value
      type   = dvo.resource_record_type
    }
  }

  allow_overwrite = true
  name            = each.value.name
  records         = [each.value.record]
  ttl             = 60
  type            = each.value.type
  zone_id         = data.aws_route53_zone.shop.zone_id
}

resource "aws_acm_certificate_validation" "shop" {
  certificate_arn         = aws_acm_certificate.shop.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_codestarconnections_connection" "github" {
  name          = "github"
  provider_type = "GitHub"
  tags          = { team = "shop" }
}

resource "aws_dynamodb_table" "locks" {
  name         = "locks"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "LockID"

  attribute {
    name = "LockID"
    type = "S"
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

output "certificate_arn" {
  value = aws_acm_certificate_validation.shop.certificate_arn
}
`;

// The cases follow one another on one system: starting it is what takes the time.
describe('what public stacks have beside services', { timeout: patienceMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  let acm: ACMClient;
  let connections: CodeStarConnectionsClient;
  let dynamodb: DynamoDBClient;
  let route53: Route53Client;
  let HostedZoneId: string | undefined;

  const recordNames = async () => {
    const { ResourceRecordSets = [] } = await route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId }),
    );
    return ResourceRecordSets.map(({ Name, Type }) => `${Type} ${Name}`);
  };

  beforeAll(async () => {
    project = await createProject();
    const file = path.join(project.terraform, 'main.tf');
    writeFileSync(file, 'resource "aws_cloudwatch_log_group" "app" {\n  name = "app"\n}\n');
    up = new NeargateProcess(project, ['up', '--dir', project.terraform]);
    const settings = {
      endpoint: `http://localhost:${project.gatewayPort}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    };
    acm = new ACMClient(settings);
    connections = new CodeStarConnectionsClient(settings);
    dynamodb = new DynamoDBClient(settings);
    route53 = new Route53Client(settings);
    await up.says(/Ready/);
    writeFileSync(file, stack);
  }, patienceMs);
  afterAll(async () => {
    await up.stop();
    project.remove();
  });

  it('a zone is made, and takes a batch as a whole', async () => {
    const { HostedZone, ChangeInfo } = await route53.send(
      new CreateHostedZoneCommand({ Name: 'shop.example.com', CallerReference: 'shop' }),
    );
    HostedZoneId = HostedZone?.Id;
    expect(ChangeInfo?.Status).toBe('PENDING');
    const { state } = await waitUntilResourceRecordSetsChanged(
      { client: route53, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { Id: ChangeInfo?.Id },
    );
    expect(state).toBe('SUCCESS');
    const change = new ChangeResourceRecordSetsCommand({
      HostedZoneId,
      ChangeBatch: {
        Changes: ['www.shop.example.com', 'www.example.org'].map((Name) => ({
          Action: 'CREATE',
          ResourceRecordSet: { Name, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] },
        })),
      },
    });
    await expect(route53.send(change)).rejects.toThrow(InvalidChangeBatch);
    expect(await recordNames()).toEqual(['NS shop.example.com.', 'SOA shop.example.com.']);
  });

  it('a certificate is validated by records of the zone; a connection and a table are told as they are', async () => {
    const applied = await neargate(project, 'apply');
    expect(applied.output).toContain('Apply complete!');
    expect(applied.exitCode).toBe(0);
    const names = await recordNames();
    expect(
      names.filter((name) => /^CNAME _[0-9a-f]{32}\.(?:api\.)?shop\.example\.com\.$/.test(name)),
    ).toHaveLength(2);
    const { CertificateSummaryList = [] } = await acm.send(new ListCertificatesCommand({}));
    const { CertificateArn } = CertificateSummaryList[0] ?? {};
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(Certificate?.Status).toBe('ISSUED');
    const { Connections = [] } = await connections.send(new ListConnectionsCommand({}));
    const { ConnectionArn } = Connections[0] ?? {};
    const { Connection } = await connections.send(new GetConnectionCommand({ ConnectionArn }));
    // Nothing stands for its repositories.
    expect(Connection).toMatchObject({ ConnectionName: 'github', ConnectionStatus: 'PENDING' });
    const { Tags } = await connections.send(new ListTagsForResourceCommand({ ResourceArn: ConnectionArn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'shop' }]);
    // The client of the service's new name is not published for JavaScript: this is its call.
    const renamed = await fetch(`http://localhost:${project.gatewayPort}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'com.amazonaws.codeconnections.CodeConnections_20231201.GetConnection',
      },
      body: JSON.stringify({ ConnectionArn }),
    });
    expect(await renamed.json()).toMatchObject({ Connection });
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'locks' }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', ItemCount: 0 });
  });

  it('the same configuration again changes nothing, and says what is only stored', async () => {
    const plan = await neargate(project, 'plan');
    expect(plan.output).toContain('No changes.');
    const { output } = await neargate(project, 'status');
    expect(output).toContain('Stored, not enforced');
    expect(output).toContain('public zone of Route 53');
    expect(output).toContain('aws_dynamodb_table');
  });

  it('items of a table are refused by name', async () => {
    const put = new PutItemCommand({ TableName: 'locks', Item: { LockID: { S: 'a' } } });
    await expect(dynamodb.send(put)).rejects.toMatchObject({
      message: expect.stringContaining('PutItem') as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('a table comes and goes as clients wait for it', async () => {
    const create = new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    const { TableDescription } = await dynamodb.send(create);
    expect(TableDescription?.TableStatus).toBe('CREATING');
    const waiting = { client: dynamodb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
    await waitUntilTableExists(waiting, { TableName: 'orders' });
    await expect(dynamodb.send(create)).rejects.toThrow(ResourceInUseException);
    await dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
    await waitUntilTableNotExists(waiting, { TableName: 'orders' });
  });

  it('all of it is destroyed, and then the zone', async () => {
    await expect(route53.send(new DeleteHostedZoneCommand({ Id: HostedZoneId }))).rejects.toThrow(
      HostedZoneNotEmpty,
    );
    const { Connections = [] } = await connections.send(new ListConnectionsCommand({}));
    const destroyed = await neargate(project, 'destroy');
    expect(destroyed.output).toContain('Destroy complete!');
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    await expect(
      connections.send(new GetConnectionCommand({ ConnectionArn: Connections[0]?.ConnectionArn })),
    ).rejects.toThrow(ResourceNotFoundException);
    expect(await recordNames()).toEqual(['NS shop.example.com.', 'SOA shop.example.com.']);
    await route53.send(new DeleteHostedZoneCommand({ Id: HostedZoneId }));
  });
});
