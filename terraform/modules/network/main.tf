data "aws_availability_zones" "available" {
  state = "available"

  # Leaves out Local Zones and Wavelength Zones, which have to be opted into.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones     = slice(data.aws_availability_zones.available.names, 0, 2)
  nat_zones = var.single_nat_gateway ? slice(local.zones, 0, 1) : local.zones

  # 10.0.0.0/16 gives public /24s (10.0.0.0, 10.0.1.0) and private /20s (10.0.16.0, 10.0.32.0).
  public_cidrs  = { for index, zone in local.zones : zone => cidrsubnet(var.vpc_cidr, 8, index) }
  private_cidrs = { for index, zone in local.zones : zone => cidrsubnet(var.vpc_cidr, 4, index + 1) }
}

resource "aws_vpc" "this" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_subnet" "public" {
  for_each = local.public_cidrs

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = { Name = "${var.name}-public-${each.key}" }
}

resource "aws_subnet" "private" {
  for_each = local.private_cidrs

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = { Name = "${var.name}-private-${each.key}" }
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_zones)

  domain = "vpc"

  tags = { Name = "${var.name}-nat-${each.key}" }

  # An address can be mapped only in a VPC that has an internet gateway.
  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = toset(local.nat_zones)

  subnet_id     = aws_subnet.public[each.key].id
  allocation_id = aws_eip.nat[each.key].allocation_id

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_internet_gateway.this]
}
