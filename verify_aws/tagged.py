"""What runs have left in an account, found by the tag on it: theirs too whose ledger is elsewhere."""

from verify_aws.account import Account
from verify_aws.names import PATH, PREFIX, TAG, WORD, Run


def tagged(account: Account) -> list[Run]:
    """Return every run that this account and Region hold something of, whoever began it and wherever its ledger is."""
    pages = account.client("resourcegroupstaggingapi").get_paginator("get_resources")
    tags = [
        tag
        for page in pages.paginate(TagFilters=[{"Key": TAG}])
        for resource in page["ResourceTagMappingList"]
        for tag in resource["Tags"]
    ]
    words = {str(tag["Value"]) for tag in tags if tag["Key"] == TAG}
    # The tagging API knows no roles (its user guide, "supported-services").
    roles = account.client("iam").get_paginator("list_roles").paginate(PathPrefix=PATH)
    words |= {role["RoleName"].removeprefix(f"{PREFIX}-").partition("-")[0] for page in roles for role in page["Roles"]}
    return [Run(word) for word in sorted(words) if WORD.fullmatch(word)]
