"""What words in the labels of quantities mean, in English and in Chinese.

A word is one entry of a table; what stands in none makes a label one that nobody understands.
"""

from bpcalc.checking.reading.layer_words import HIDDEN_LAYER, OUTPUT_LAYER

MEANINGS: dict[str, str] = {
    **dict.fromkeys(("w", "weight", "weights", "kernel", "kernels", "wt", "wts"), "weight"),
    **dict.fromkeys(("b", "bias", "biases", "threshold", "thresholds", "theta"), "bias"),
    **dict.fromkeys(("dw", "gw", "dweight", "dweights", "wgrad"), "gradient weight open"),
    **dict.fromkeys(("db", "gb", "dbias", "dbiases", "bgrad"), "gradient bias open"),
    **dict.fromkeys(("grad", "grads", "gradient", "gradients", "nabla"), "gradient sure"),
    **dict.fromkeys(("de", "dl", "dj", "dc", "dloss", "derror", "dcost", "dmse"), "gradient sure"),
    **dict.fromkeys(("change", "changes", "step"), "change"),
    **dict.fromkeys(("update", "updates"), "update"),
    **dict.fromkeys(("new", "updated", "after", "final", "neu", "upd"), "new"),
    **dict.fromkeys(("old", "initial", "init", "before", "given", "start"), "old"),
    **dict.fromkeys(("net", "nets", "netinput", "z", "preact", "preactivation", "zin"), "net"),
    **dict.fromkeys(("preactivations", "sum", "sums", "weighted", "in", "s", "linear"), "net"),
    **dict.fromkeys(("out", "output", "outputs"), "out"),
    **dict.fromkeys(("a", "act", "activation", "activations", "activated", "sigmoid"), "act"),
    **dict.fromkeys(("y", "yhat", "pred", "preds", "prediction", "predictions"), "result"),
    **dict.fromkeys(("predicted", "probs", "forward", "result"), "result"),
    **dict.fromkeys(("delta", "deltas", "dz", "dnet", "dnets", "din", "d"), "delta"),
    **dict.fromkeys(("err", "error", "errors", "e", "loss", "losses"), "error"),
    **dict.fromkeys(("h", "hid", "hidden", "hiddens", "hl"), "hidden"),
    **dict.fromkeys(("o", "ol"), "output"),
    **dict.fromkeys(("ih", "xh", "inputhidden"), "hidden first"),
    **dict.fromkeys(("ho", "hy", "hiddenoutput"), "output last"),
    **dict.fromkeys(("input", "inputs"), "input"),
    "x": "input data",
    **dict.fromkeys(("term", "terms", "signal", "signals"), "term"),
    "local": "local",
    "errorslope": "errorslope",
    **dict.fromkeys(("t", "target", "targets", "label", "labels", "desired", "expected"), "target"),
}
"""What words of a label mean."""

IGNORED = frozenset(
    {
        *("the", "of", "to", "for", "from", "between", "at", "and", "with", "respect", "wrt"),
        *("layer", "layers", "level", "l", "unit", "neuron", "node", "fc", "lin", "dense"),
        *("value", "values", "is", "are", "matrix", "vec", "vector", "item", "data", "total"),
        *("np", "self", "nn", "module", "model", "network", "my", "hat", "pass"),
        *("calculated", "computed", "actual", "each", "individual", "backpropagated"),
        *("so", "thus", "hence", "then", "therefore", "answer", "solution"),
        *("batch", "overall", "summed", "accumulated", "cumulative"),
    }
)
"""Words of a label that say nothing."""

CHINESE_WORDS: dict[str, str] = {
    **dict.fromkeys((*HIDDEN_LAYER, "隐藏", "隐含"), " hidden "),
    **dict.fromkeys(OUTPUT_LAYER, " o "),
    "输入层": " input ",
    "输入": " input ",
    **dict.fromkeys(("净输入", "加权输入", "加权和", "加权求和", "净激活", "净激励"), " net "),
    **dict.fromkeys(("线性输出", "线性组合", "激活前", "未激活", "未激活值", "总输入"), " net "),
    **dict.fromkeys(("激活", "激活值", "激活后", "激活函数"), " act "),
    **dict.fromkeys(("输出", "输出值", "响应"), " out "),
    **dict.fromkeys(("误差项", "误差信号", "误差梯度", "残差", "局部梯度", "梯度项"), " delta "),
    **dict.fromkeys(("一般化误差", "广义误差", "校正误差"), " delta "),
    **dict.fromkeys(("反向误差", "反传误差", "反向传播误差", "灵敏度", "敏感度"), " delta "),
    **dict.fromkeys(("误差", "损失"), " error "),
    **dict.fromkeys(("梯度", "偏导数", "偏导"), " grad "),
    **dict.fromkeys(("连接权重", "连接权值", "连接权", "权重", "权值"), " weight "),
    **dict.fromkeys(("偏置", "阈值"), " bias "),
    "预测": " pred ",
    **dict.fromkeys(("期望", "目标"), " target "),
    **dict.fromkeys(("更新后", "更新为", "修正后", "调整后", "新", "新的"), " new "),
    **dict.fromkeys(("更新量", "变化量", "修正量", "改变量", "调整量", "增量"), " change "),
    "更新": " update ",
    "旧": " old ",
    "层": " layer ",
    **dict.fromkeys(
        (
            *("神经网络", "网络", "模型", "最终", "得到", "经过", "实际", "计算", "结果"),
            *("总和", "总", "累计", "累加", "合计", "整批", "神经元", "分别", "依次"),
            *("大约", "约为", "约等于", "等于", "近似", "节点", "结点", "单元"),
            *("数值", "矩阵", "向量"),
        ),
        " ",
    ),
    **dict.fromkeys("的第个号值得为是中处上于求各这该其在约后经对", " "),
}
"""What Chinese words of a label mean, in English; of several at a place, the longest counts."""
